// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The topology with {@link StandInWork} as a process of its own, so that it can be killed. Ends when its input does. */
final class StandInProcess {
    private static final long PEND_TIMEOUT_MS = 60_000;

    private StandInProcess() {}

    /** Arguments: bootstrap servers, state directory. */
    public static void main(String[] arguments) throws Exception {
        // Static membership: a restarted instance takes its place back at once instead of waiting out its own session.
        ClassifyConfig config = ClassifyConfig.builder(arguments[0], Path.of(arguments[1]))
                .clientProperties(Map.of("group.instance.id", "stand-in"))
                .expiryGrace(Duration.ofSeconds(5))
                .build();
        try (ClassifyService service = new ClassifyService(
                task -> new StandInWork(task, PEND_TIMEOUT_MS),
                new TaskBoard(),
                StandInWork::completionTime,
                config,
                ClassifyMetrics.NOOP)) {
            service.start();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}

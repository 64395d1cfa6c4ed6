// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The topology with the real engine as a process of its own, so that it can be killed. Ends when its input does. */
final class ClassifyProcess {
    private ClassifyProcess() {}

    /** Arguments: bootstrap servers, state directory. */
    public static void main(String[] arguments) throws Exception {
        ClassifyConfig config = ClassifyConfig.builder(arguments[0], Path.of(arguments[1]))
                .clientProperties(Map.of("group.instance.id", "classify"))
                .expiryGrace(Duration.ofSeconds(5))
                .build();
        try (ClassifyService service = ClassifyService.open(config, Map.of(), ClassifyMetrics.NOOP)) {
            service.start();
            service.awaitRunning(Duration.ofMinutes(1));
            System.out.println("RUNNING");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}

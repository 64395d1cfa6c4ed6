// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.worker.CalloutWorker;
import io.penstock.worker.WorkerConfig;
import io.penstock.worker.WorkerMetrics;
import java.io.IOException;
import java.util.Map;

/** The process of a worker that permits at once. */
final class WorkerChild {
    private WorkerChild() {}

    static Child start(String bootstrapServers) throws IOException {
        return Child.start(WorkerChild.class, bootstrapServers);
    }

    /**
     * Works until its standard input ends.
     *
     * @param arguments bootstrap servers
     */
    public static void main(String[] arguments) throws IOException {
        WorkerConfig config = WorkerConfig.of(
                Map.of("bootstrap.servers", arguments[0]),
                "bench-" + ProcessHandle.current().pid());
        try (CalloutWorker worker = CalloutWorker.start(config, PendPolicy.Permitting::new, WorkerMetrics.NOOP)) {
            System.out.println(Child.READY);
            while (System.in.read() >= 0 && worker.failure().isEmpty()) {
                continue;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A worker in a process of its own, to be killed. Says what it counts of its brokers. Ends with its standard input. */
final class WorkerProcess {
    private WorkerProcess() {}

    public static void main(String[] arguments) throws IOException {
        long nanos = Duration.ofMillis(Long.parseLong(arguments[2])).toNanos();
        WorkerConfig config = WorkerConfig.of(
                        Map.of("bootstrap.servers", arguments[0]),
                        "child-" + ProcessHandle.current().pid())
                .withConcurrency(4)
                .withLock(Duration.ofSeconds(2));
        NumberedCallout callout = new NumberedCallout(arguments[1], () -> LockSupport.parkNanos(nanos));
        try (CalloutWorker worker = CalloutWorker.start(config, () -> callout, WorkerMetrics.NOOP)) {
            System.out.println("READY " + worker.calloutKey());
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What both processes have used at one moment.
 *
 * @param appNanos CPU time of this process
 * @param brokerNanos CPU time of the broker
 * @param threads CPU time of the threads that live, the broker's marked by {@code broker:}
 */
record CpuSnapshot(long appNanos, long brokerNanos, Map<String, Long> threads) {

    static CpuSnapshot take(BrokerChild broker) throws IOException {
        Map<String, Long> threads =
                ProcessUsage.cpuNanosByThread(ProcessHandle.current().pid());
        ProcessUsage.cpuNanosByThread(broker.pid()).forEach((name, nanos) -> threads.put("broker: " + name, nanos));
        return new CpuSnapshot(ProcessUsage.ownCpuNanos(), broker.cpuNanos(), threads);
    }

    /** What was used since an earlier moment; threads that used less than 20 ms are left out. */
    CpuSnapshot since(CpuSnapshot before) {
        Map<String, Long> grown = new TreeMap<>();
        threads.forEach((name, nanos) -> {
            long more = nanos - before.threads.getOrDefault(name, 0L);
            if (more >= 20_000_000) {
                grown.put(name, more);
            }
        });
        return new CpuSnapshot(appNanos - before.appNanos, brokerNanos - before.brokerNanos, grown);
    }

    double appSeconds() {
        return appNanos / 1e9;
    }

    double brokerSeconds() {
        return brokerNanos / 1e9;
    }

    double seconds() {
        return appSeconds() + brokerSeconds();
    }
}

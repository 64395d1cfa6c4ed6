// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.util.Map;

/**
 * What one pass came to.
 *
 * @param name pipeline or pass-through
 * @param packets that came through
 * @param whole packets per second from start to end
 * @param secondHalf packets per second over the second half
 * @param secondHalfPackets packets of the second half
 * @param cpu of the pass from the start of publishing: this JVM with agent, topology, reading back, their clients, JIT and GC; the broker
 * @param secondHalfCpu the same from the moment when half of the packets had come
 * @param storedBytes of log segments by topic
 * @param brokerPeakBytes the broker's peak resident memory
 * @param appPeakBytes this process's peak resident memory until then
 * @param loadBefore the machine's load average before the pass
 * @param fates verdicts by action; none of the pass-through
 */
record PassResult(
        String name,
        long packets,
        double whole,
        double secondHalf,
        long secondHalfPackets,
        CpuSnapshot cpu,
        CpuSnapshot secondHalfCpu,
        Map<String, Long> storedBytes,
        long brokerPeakBytes,
        long appPeakBytes,
        double loadBefore,
        Fates fates) {

    double storedBytesPerPacket() {
        return (double) storedBytes.values().stream().mapToLong(Long::longValue).sum() / packets;
    }

    /** CPU seconds of everything per million packets. */
    double cpuPerMillion() {
        return cpu.seconds() * 1e6 / packets;
    }

    /** The same over the second half. */
    double secondHalfCpuPerMillion() {
        return secondHalfCpu.seconds() * 1e6 / secondHalfPackets;
    }

    PassResult with(Fates counted) {
        return new PassResult(
                name,
                packets,
                whole,
                secondHalf,
                secondHalfPackets,
                cpu,
                secondHalfCpu,
                storedBytes,
                brokerPeakBytes,
                appPeakBytes,
                loadBefore,
                counted);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

/** When how many packets had come through. Written by one thread, read when it has ended. */
final class Timeline {
    private final long half;
    private final Runnable atHalf;
    private final long startNanos = System.nanoTime();
    private long packets;
    private long halfPackets;
    private long halfNanos;
    private long lastNanos;

    Timeline(long total, Runnable atHalf) {
        half = total / 2;
        this.atHalf = atHalf;
    }

    /** So many more packets have come. */
    void add(int more) {
        packets += more;
        lastNanos = System.nanoTime();
        if (halfNanos == 0 && packets >= half) {
            halfNanos = lastNanos;
            halfPackets = packets;
            atHalf.run();
        }
    }

    long packets() {
        return packets;
    }

    /** Packets per second from the start. */
    double whole() {
        return packets * 1e9 / (lastNanos - startNanos);
    }

    /** Packets per second from the first commit that held half of them. */
    double secondHalf() {
        return (packets - halfPackets) * 1e9 / (lastNanos - halfNanos);
    }

    /** Packets of the second half. */
    long secondHalfPackets() {
        return packets - halfPackets;
    }
}

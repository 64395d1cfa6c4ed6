// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.time.Duration;

/**
 * How agents publish.
 *
 * @param incarnation start of the agents, milliseconds since 1970, or the number of the run to be resumed
 * @param snapLengthBytes most bytes of a frame that are shipped; 0: rows alone
 * @param batchPackets most packets of a record, 1 to 512
 * @param batchBytes most bytes of a record, 16 KiB to 512 KiB; only a single longer frame makes a longer one
 * @param linger longest time that a packet of a slow source waits for others of its partition; where there are fewer than four, the quarter of it for each
 * @param heartbeat time between two reports of an agent to the partitions it has used
 * @param threads agents that run at once, 1 and up
 */
public record AgentOptions(
        long incarnation,
        int snapLengthBytes,
        int batchPackets,
        int batchBytes,
        Duration linger,
        Duration heartbeat,
        int threads) {
    /** Frames are shipped whole. */
    public static final int WHOLE_FRAMES = Integer.MAX_VALUE;

    private static final int MOST_PACKETS = 512;
    private static final int LEAST_BYTES = 16 << 10;
    private static final int MOST_BYTES = 512 << 10;

    public AgentOptions {
        require(snapLengthBytes >= 0, "snap length of 0 bytes or more", snapLengthBytes);
        require(batchPackets >= 1 && batchPackets <= MOST_PACKETS, "batch of 1 to 512 packets", batchPackets);
        require(batchBytes >= LEAST_BYTES && batchBytes <= MOST_BYTES, "batch of 16384 to 524288 bytes", batchBytes);
        require(threads >= 1, "1 thread or more", threads);
        require(linger.isPositive() && heartbeat.isPositive(), "linger and heartbeat above 0", linger.toMillis());
    }

    /** Whole frames, 512 packets or 256 KiB a record, a thread for each core. */
    public static AgentOptions of(long incarnation) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new AgentOptions(
                incarnation,
                WHOLE_FRAMES,
                MOST_PACKETS,
                256 << 10,
                Duration.ofMillis(20),
                Duration.ofSeconds(5),
                cores);
    }

    /** The same with another snap length. */
    public AgentOptions snappedTo(int bytes) {
        return new AgentOptions(incarnation, bytes, batchPackets, batchBytes, linger, heartbeat, threads);
    }

    /** The same with another most of packets in a record. */
    public AgentOptions batchesOf(int packets) {
        return new AgentOptions(incarnation, snapLengthBytes, packets, batchBytes, linger, heartbeat, threads);
    }

    private static void require(boolean holds, String expected, long found) {
        if (!holds) {
            throw new IllegalArgumentException(expected + " expected, found " + found);
        }
    }
}

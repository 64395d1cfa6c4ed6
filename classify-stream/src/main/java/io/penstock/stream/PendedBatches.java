// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one input record asks of each out-of-band callout, in batches: a record of Kafka costs a broker and a worker about the same, whatever it holds. A packet
 * that is alone with its callout goes as it is. Reused; on the stream thread only.
 */
final class PendedBatches {
    /** A worker is handed them together, so a callout that is slow should not have many. What an agent gathers in a turn at 5,000 pends a second is fewer. */
    private static final int MOST_IN_A_BATCH = 32;

    /** Below a broker's limit of 1 MiB, and more than that many packets of an Ethernet take. */
    private static final int MOST_BYTES = 768 << 10;
    /** All names at their longest. */
    private static final int NAMES_BYTES = 16 << 10;

    private static final int BYTES_A_CHARACTER = 3;
    /** A run of a stream, with the longest name of a callout that put it there. */
    private static final int RUN_BYTES = 1_024;

    private final BiConsumer<String, SpecificRecord> full;
    private final Map<String, Gathered> callouts = new LinkedHashMap<>();

    private static final class Gathered {
        private List<PendedPacket> packets = new ArrayList<>(MOST_IN_A_BATCH);
        private int bytes;
    }

    /** {@code full} is told the callout's key and a record for its workers. */
    PendedBatches(BiConsumer<String, SpecificRecord> full) {
        this.full = full;
    }

    /** Whether a packet is small enough to be added; one that is not needs a record of its own, if it fits into any. */
    static boolean isSmall(PendedPacket packet) {
        return bytes(packet) <= MOST_BYTES;
    }

    /** At least what it takes on the wire. */
    private static int bytes(PendedPacket packet) {
        long bytes = NAMES_BYTES
                + packet.getItem().remaining()
                + (long) BYTES_A_CHARACTER * packet.getProviderContext().length();
        if (packet.getStream() != null) {
            bytes += packet.getStream().getData().remaining()
                    + (long) RUN_BYTES * packet.getStream().getRuns().size();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** Adds a small packet. */
    void add(PendedPacket packet) {
        int bytes = bytes(packet);
        Gathered gathered = callouts.computeIfAbsent(packet.getCalloutKey(), missing -> new Gathered());
        if (gathered.bytes + bytes > MOST_BYTES) {
            handOver(packet.getCalloutKey(), gathered);
        }
        gathered.packets.add(packet);
        gathered.bytes += bytes;
        if (gathered.packets.size() == MOST_IN_A_BATCH) {
            handOver(packet.getCalloutKey(), gathered);
        }
    }

    /** Hands over what waits for one callout, before something else for it. */
    void finish(String calloutKey) {
        Gathered gathered = callouts.get(calloutKey);
        if (gathered != null) {
            handOver(calloutKey, gathered);
        }
    }

    /** Hands over what is left, and empties this. */
    void finish() {
        callouts.forEach(this::handOver);
        callouts.clear();
    }

    private void handOver(String calloutKey, Gathered gathered) {
        switch (gathered.packets.size()) {
            case 0 -> {}
            case 1 -> full.accept(calloutKey, gathered.packets.getFirst());
            default -> full.accept(calloutKey, new PendedBatch(gathered.packets));
        }
        gathered.packets = new ArrayList<>(MOST_IN_A_BATCH);
        gathered.bytes = 0;
    }
}

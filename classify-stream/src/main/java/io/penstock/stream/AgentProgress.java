// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How far each agent has come in this partition: the last sequence of each incarnation, and its packet time.
 *
 * <p>Sequences rise within a partition, so whatever is not above the last one seen is a repetition. Packet time is kept
 * per agent: one agent with a fast clock must not age the flows of the others.
 */
final class AgentProgress {
    /** Sequences start at 1 or above. */
    private static final int VALUE_LENGTH = 2 * Long.BYTES;

    private final Map<Key, Seen> agents = new HashMap<>();
    private final Map<Key, Seen> dirty = new LinkedHashMap<>();

    /** The progress of an agent's incarnation; it begins with the first call. */
    Seen of(String agent, long incarnation) {
        return agents.computeIfAbsent(new Key(agent, incarnation), Seen::new);
    }

    /** Notes that the progress changed and is to be stored. */
    void touch(Seen seen) {
        dirty.put(seen.key, seen);
    }

    void restore(byte[] key, byte[] value) {
        ByteBuffer fields = ByteBuffer.wrap(value);
        if (fields.remaining() != VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "progress of " + fields.remaining() + " bytes, expected " + VALUE_LENGTH);
        }
        Key agent = Key.decode(key);
        Seen seen = of(agent.agent, agent.incarnation);
        seen.lastSequence = fields.getLong();
        seen.packetTimeNanos = fields.getLong();
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (Seen seen : dirty.values()) {
            byte[] value = ByteBuffer.allocate(VALUE_LENGTH)
                    .putLong(seen.lastSequence)
                    .putLong(seen.packetTimeNanos)
                    .array();
            store.accept(seen.key.encode(), value);
        }
        dirty.clear();
    }

    /** One incarnation of one agent, as seen by this partition. */
    static final class Seen {
        private final Key key;
        private long lastSequence = Long.MIN_VALUE;
        private long packetTimeNanos = Long.MIN_VALUE;

        private Seen(Key key) {
            this.key = key;
        }

        /** Whether the sequence is new; then it is the last one seen. */
        boolean advance(long sequence) {
            if (sequence <= lastSequence) {
                return false;
            }
            lastSequence = sequence;
            return true;
        }

        /** Packet time never runs backwards. */
        void observe(long captureTimeNanos) {
            packetTimeNanos = Math.max(packetTimeNanos, captureTimeNanos);
        }

        /** The latest capture time seen, nanoseconds since the epoch; {@code Long.MIN_VALUE} before the first. */
        long packetTimeNanos() {
            return packetTimeNanos;
        }
    }

    private record Key(String agent, long incarnation) {

        byte[] encode() {
            byte[] name = agent.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(Long.BYTES + name.length)
                    .putLong(incarnation)
                    .put(name)
                    .array();
        }

        static Key decode(byte[] key) {
            ByteBuffer fields = ByteBuffer.wrap(key);
            long incarnation = fields.getLong();
            return new Key(new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8), incarnation);
        }
    }
}

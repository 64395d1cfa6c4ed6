// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.CaptureClosing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * Finds out when no partition has anything more to say of a capture that has ended. The end marker tells a partition that no packet follows, but a clone
 * may: one whose flow is here and whose packet is elsewhere. So each partition tells all others, itself included, once it has seen the marker and nothing
 * of the host waits, whether it has moved clones since it last said so; when in one round nobody has, nothing is under way. Records of one partition to
 * another keep their order, so whoever has heard a round from all has had every clone moved before it.
 *
 * <p>A host may be captured again meanwhile. Its flows are ended here before the first record of the next capture is looked at ({@link #leave}), and belong to that
 * from then on. On the task's stream thread only.
 */
final class CaptureEnds {
    private final int partition;
    private final int partitions;
    private final BiConsumer<Integer, CaptureClosing> publisher;
    private final Map<Capture, Closing> captures = new LinkedHashMap<>();
    private final Set<Capture> dirty = new HashSet<>();

    private record Capture(String host, long incarnation) {}

    /** Told of a capture of which nothing can come any more. */
    @FunctionalInterface
    interface Over {
        void accept(String agent, String host, long incarnation);
    }

    /** How far one capture has come. */
    private static final class Closing {
        String agent = "";
        /** The round this partition has announced, -1 before the end marker. */
        int round = -1;

        boolean ended;
        /** Whether the host's flows were ended here already, since its next capture has begun. */
        boolean left;
        /** Whether clones were moved from here since the last announcement. */
        boolean moved;
        /** Who has been heard of this round, and of the next one, where some are a round ahead. */
        BitSet heard = new BitSet();

        boolean heardOfClones;
        BitSet heardNext = new BitSet();
        boolean heardOfClonesNext;

        boolean isToBeEnded() {
            return ended && !left;
        }
    }

    /** @param publisher takes a record to a partition */
    CaptureEnds(int partition, int partitions, BiConsumer<Integer, CaptureClosing> publisher) {
        this.partition = partition;
        this.partitions = partitions;
        this.publisher = publisher;
    }

    /** A clone of the host has left for another partition. */
    void moved(String host, long incarnation) {
        Closing closing = of(host, incarnation);
        if (!closing.moved) {
            closing.moved = true;
            dirty.add(new Capture(host, incarnation));
        }
    }

    /** The end marker has come. */
    void ended(String agent, String host, long incarnation) {
        Closing closing = of(host, incarnation);
        closing.agent = agent;
        closing.ended = true;
        closing.left = false;
        dirty.add(new Capture(host, incarnation));
    }

    void heard(CaptureClosing record) {
        Closing closing = of(record.getHost(), record.getIncarnation());
        if (record.getRound() == closing.round) {
            closing.heard.set(record.getPartition());
            closing.heardOfClones |= record.getMoved();
        } else if (record.getRound() == closing.round + 1) {
            closing.heardNext.set(record.getPartition());
            closing.heardOfClonesNext |= record.getMoved();
        }
        dirty.add(new Capture(record.getHost(), record.getIncarnation()));
    }

    /** Whether a capture of the host other than this one has ended and its flows are still to be ended here. */
    boolean isEndingBefore(String host, long incarnation) {
        for (Map.Entry<Capture, Closing> entry : captures.entrySet()) {
            Capture capture = entry.getKey();
            if (capture.host().equals(host)
                    && capture.incarnation() != incarnation
                    && entry.getValue().isToBeEnded()) {
                return true;
            }
        }
        return false;
    }

    /** Ends here what has ended of a host, since its next capture begins; what partitions still have to tell each other of it, they do. */
    void leave(String host, Over over) {
        captures.forEach((capture, closing) -> {
            if (capture.host().equals(host) && closing.isToBeEnded()) {
                closing.left = true;
                dirty.add(capture);
                over.accept(closing.agent, host, capture.incarnation());
            }
        });
    }

    private Closing of(String host, long incarnation) {
        return captures.computeIfAbsent(new Capture(host, incarnation), missing -> new Closing());
    }

    /**
     * Announces what there is to announce.
     *
     * @param waits whether something of a host still waits here
     * @param over told of each capture of which nothing can come any more
     */
    void settle(Predicate<String> waits, Over over) {
        if (captures.isEmpty()) {
            return;
        }
        captures.entrySet().removeIf(entry -> {
            Capture capture = entry.getKey();
            Closing closing = entry.getValue();
            boolean all = closing.heard.cardinality() == partitions;
            if (all && !closing.heardOfClones) {
                if (!closing.left) {
                    over.accept(closing.agent, capture.host(), capture.incarnation());
                }
                dirty.add(capture);
                return true;
            }
            boolean due = closing.round < 0 ? closing.ended : all;
            // What waits of a host that was left is its next capture's.
            if (due && (closing.left || !waits.test(capture.host()))) {
                announce(capture, closing);
            }
            return false;
        });
    }

    private void announce(Capture capture, Closing closing) {
        closing.round++;
        closing.heard = closing.heardNext;
        closing.heardOfClones = closing.heardOfClonesNext;
        closing.heardNext = new BitSet();
        closing.heardOfClonesNext = false;
        boolean moved = closing.moved;
        closing.moved = false;
        dirty.add(capture);
        IntConsumer tell = to -> publisher.accept(
                to,
                new CaptureClosing(
                        closing.agent, capture.host(), capture.incarnation(), partition, closing.round, moved));
        for (int to = 0; to < partitions; to++) {
            tell.accept(to);
        }
    }

    /** Hands over what changed since the last call; value null where nothing is left to know. */
    void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (Capture capture : dirty) {
            Closing closing = captures.get(capture);
            store.accept(key(capture), closing == null ? null : encode(closing));
        }
        dirty.clear();
    }

    private static byte[] key(Capture capture) {
        byte[] host = capture.host().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + host.length)
                .putLong(capture.incarnation())
                .put(host)
                .array();
    }

    private static byte[] encode(Closing closing) {
        byte[] agent = closing.agent.getBytes(StandardCharsets.UTF_8);
        byte[] heard = closing.heard.toByteArray();
        byte[] next = closing.heardNext.toByteArray();
        int flags = (closing.ended ? 1 : 0)
                | (closing.moved ? 2 : 0)
                | (closing.heardOfClones ? 4 : 0)
                | (closing.heardOfClonesNext ? 8 : 0)
                | (closing.left ? 16 : 0);
        return ByteBuffer.allocate(1 + 4 * Integer.BYTES + agent.length + heard.length + next.length)
                .put((byte) flags)
                .putInt(closing.round)
                .putInt(agent.length)
                .put(agent)
                .putInt(heard.length)
                .put(heard)
                .putInt(next.length)
                .put(next)
                .array();
    }

    void restore(byte[] key, byte[] value) {
        ByteBuffer name = ByteBuffer.wrap(key);
        long incarnation = name.getLong();
        String host = new String(rest(name, name.remaining()), StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.wrap(value);
        Closing closing = of(host, incarnation);
        int flags = in.get();
        closing.ended = (flags & 1) != 0;
        closing.moved = (flags & 2) != 0;
        closing.heardOfClones = (flags & 4) != 0;
        closing.heardOfClonesNext = (flags & 8) != 0;
        closing.left = (flags & 16) != 0;
        closing.round = in.getInt();
        closing.agent = new String(rest(in, in.getInt()), StandardCharsets.UTF_8);
        closing.heard = BitSet.valueOf(rest(in, in.getInt()));
        closing.heardNext = BitSet.valueOf(rest(in, in.getInt()));
    }

    private static byte[] rest(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives later fragments the ports of their datagram's first one, so that they follow its flow. One tracker per agent, called for each of its rows
 * in capture order, by one thread; what it answers depends on nothing but that order and the rows' times.
 *
 * <p>A later fragment gets {@link PacketRow#FLAG_PORTS}, the ports, and for ICMP its identifier and sequence (for IPv6 also the protocol, which its
 * own headers do not tell). If the first fragment held no ports, neither do the later ones; if it was not seen, or too long ago, the later one gets
 * {@link PacketRow#FLAG_FIRST_UNSEEN}. Datagrams are told apart by addresses, identification and, for IPv4, protocol (RFC 791 section 3.2, RFC 8200
 * section 4.5). Memory is bounded: beyond {@code mostDatagrams} the one whose first fragment was seen longest ago is forgotten.
 */
public final class FragmentTracker {
    /** Datagrams that an agent's tracker remembers. */
    public static final int DEFAULT_MOST_DATAGRAMS = 8_192;
    /** RFC 8200 section 4.5: reassembly is given up 60 seconds after the first fragment's arrival. */
    public static final long DEFAULT_LIFETIME_NANOS = 60_000_000_000L;

    private final long lifetimeNanos;
    private final Map<DatagramKey, First> firsts;

    /** A tracker of {@value #DEFAULT_MOST_DATAGRAMS} datagrams and 60 seconds. */
    public FragmentTracker() {
        this(DEFAULT_MOST_DATAGRAMS, DEFAULT_LIFETIME_NANOS);
    }

    /**
     * Creates an empty tracker.
     *
     * @param mostDatagrams datagrams remembered, 1 and up
     * @param lifetimeNanos nanoseconds of packet time for which a first fragment is remembered, 0 and up
     * @throws IllegalArgumentException if one of them is below its range
     */
    public FragmentTracker(int mostDatagrams, long lifetimeNanos) {
        if (mostDatagrams < 1) {
            throw new IllegalArgumentException("mostDatagrams " + mostDatagrams + " is below 1");
        }
        if (lifetimeNanos < 0) {
            throw new IllegalArgumentException("lifetimeNanos " + lifetimeNanos + " is below 0");
        }
        this.lifetimeNanos = lifetimeNanos;
        this.firsts = new BoundedFirsts(mostDatagrams);
    }

    /** Takes note of a first fragment, completes a later one, and leaves any other row alone; {@code row} is the row's offset in {@code rows}. */
    public void track(byte[] rows, int row) {
        int flags = PacketRow.flags(rows, row);
        if ((flags & PacketRow.FLAG_FRAGMENT) == 0) {
            return;
        }
        if ((flags & PacketRow.FLAG_LATER_FRAGMENT) == 0) {
            DatagramKey key = DatagramKey.of(rows, row);
            // Removed first, so that an identification used again counts as seen now.
            firsts.remove(key);
            firsts.put(key, First.of(rows, row));
        } else {
            complete(rows, row);
        }
    }

    private void complete(byte[] rows, int row) {
        First first = firsts.get(DatagramKey.of(rows, row));
        if (first == null || first.isOlderThan(lifetimeNanos, PacketRow.captureTimeNanos(rows, row))) {
            PacketRow.addFlags(rows, row, PacketRow.FLAG_FIRST_UNSEEN);
        } else {
            first.copyTo(rows, row);
        }
    }

    /** Number of datagrams remembered, for metrics and tests. */
    public int size() {
        return firsts.size();
    }

    private static final class BoundedFirsts extends LinkedHashMap<DatagramKey, First> {
        private static final long serialVersionUID = 1L;

        private final int most;

        BoundedFirsts(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<DatagramKey, First> eldest) {
            return size() > most;
        }
    }

    private record DatagramKey(
            int kindAndProtocol,
            int identification,
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow) {

        static DatagramKey of(byte[] rows, int row) {
            int kind = PacketRow.kind(rows, row);
            int protocol = kind == PacketRow.KIND_IPV4 ? PacketRow.ipProtocol(rows, row) : 0;
            return new DatagramKey(
                    kind << 8 | protocol,
                    PacketRow.fragmentId(rows, row),
                    PacketRow.sourceHigh(rows, row),
                    PacketRow.sourceLow(rows, row),
                    PacketRow.destinationHigh(rows, row),
                    PacketRow.destinationLow(rows, row));
        }
    }

    private record First(
            long timeNanos, int protocol, boolean hasPorts, int sourcePort, int destinationPort, int identifier) {

        static First of(byte[] rows, int row) {
            int protocol = PacketRow.ipProtocol(rows, row);
            boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
            return new First(
                    PacketRow.captureTimeNanos(rows, row),
                    protocol,
                    PacketRow.has(rows, row, PacketRow.FLAG_PORTS),
                    PacketRow.sourcePort(rows, row),
                    PacketRow.destinationPort(rows, row),
                    icmp ? PacketRow.tcpSequence(rows, row) : 0);
        }

        boolean isOlderThan(long lifetimeNanos, long nowNanos) {
            long age = nowNanos - timeNanos;
            // Damaged capture times are far enough apart to overflow.
            return nowNanos > timeNanos && (age < 0 || age > lifetimeNanos);
        }

        void copyTo(byte[] rows, int row) {
            PacketRow.ipProtocol(rows, row, protocol);
            if (hasPorts) {
                PacketRow.sourcePort(rows, row, sourcePort);
                PacketRow.destinationPort(rows, row, destinationPort);
                PacketRow.tcpSequence(rows, row, identifier);
                PacketRow.addFlags(rows, row, PacketRow.FLAG_PORTS);
            }
        }
    }
}

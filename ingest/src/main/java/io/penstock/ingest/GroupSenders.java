// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest;

import io.penstock.engine.flow.MulticastIndex;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import java.util.HashMap;
import java.util.Map;

/**
 * The local sockets that sent to a multicast or broadcast group, and which flow they sent in last. For {@value #IDLE_NANOS} ns of
 * packet time whatever reaches such a socket from anywhere belongs to that flow, even where a flow of the very tuple exists.
 */
final class GroupSenders {
    /** How long after its last packet a flow to a group takes answers, this moment included. */
    static final long IDLE_NANOS = MulticastIndex.IDLE_NANOS;

    private static final int MANY = 65_536;

    private final Map<Socket, Sent> sent = new HashMap<>();
    private final Socket probe = new Socket();
    private long latestNanos = Long.MIN_VALUE;

    /** The last flow that a socket sent to a group in. */
    private static final class Sent {
        private int hash;
        private long timeNanos;
    }

    /** Takes note of an outbound packet to a group. */
    void sent(byte[] rows, int row, int hash) {
        long timeNanos = PacketRow.captureTimeNanos(rows, row);
        probe.set(rows, row, row + PacketRow.SOURCE_ADDRESS, localPort(rows, row, true));
        Sent before = sent.get(probe);
        if (before == null) {
            forgetIdle(timeNanos);
            before = new Sent();
            before.timeNanos = timeNanos;
            sent.put(probe.copy(), before);
        }
        before.timeNanos = before.hash == hash ? Math.max(before.timeNanos, timeNanos) : timeNanos;
        before.hash = hash;
        latestNanos = Math.max(latestNanos, timeNanos);
    }

    /** The hash of the flow that an inbound packet answers, or its own. */
    int answered(byte[] rows, int row, int ownHash) {
        long timeNanos = PacketRow.captureTimeNanos(rows, row);
        if (sent.isEmpty() || isIdle(latestNanos, timeNanos)) {
            return ownHash;
        }
        probe.set(rows, row, row + PacketRow.DESTINATION_ADDRESS, localPort(rows, row, false));
        Sent last = sent.get(probe);
        return last == null || isIdle(last.timeNanos, timeNanos) ? ownHash : last.hash;
    }

    private static boolean isIdle(long sentNanos, long nowNanos) {
        long since = nowNanos - sentNanos;
        // Times of damaged captures may be so far apart that their difference does not fit.
        boolean overflowed = ((nowNanos ^ sentNanos) & (nowNanos ^ since)) < 0;
        return overflowed ? nowNanos > sentNanos : since > IDLE_NANOS;
    }

    private void forgetIdle(long nowNanos) {
        if (sent.size() >= MANY) {
            sent.values().removeIf(flow -> isIdle(flow.timeNanos, nowNanos));
            if (sent.size() >= MANY) {
                sent.clear();
            }
        }
    }

    /** ICMP has no ports: its type stands for the local one, and that of a reply is that of its request. */
    private static int localPort(byte[] rows, int row, boolean outbound) {
        int protocol = PacketRow.ipProtocol(rows, row);
        int type = PacketRow.sourcePort(rows, row);
        return switch (protocol) {
            case IpProtocol.ICMP -> type == 0 ? 8 : type;
            case IpProtocol.ICMPV6 -> type == 129 ? 128 : type;
            default -> outbound ? type : PacketRow.destinationPort(rows, row);
        };
    }

    /** IP version, protocol, local address and port; mutable, so that a look-up allocates nothing. */
    private static final class Socket {
        private int kindAndProtocol;
        private int port;
        private long high;
        private long low;

        void set(byte[] rows, int row, int addressAt, int localPort) {
            kindAndProtocol = PacketRow.kind(rows, row) << 8 | PacketRow.ipProtocol(rows, row);
            high = PacketRow.networkLong(rows, addressAt);
            low = PacketRow.networkLong(rows, addressAt + 8);
            port = localPort;
        }

        Socket copy() {
            Socket copy = new Socket();
            copy.kindAndProtocol = kindAndProtocol;
            copy.port = port;
            copy.high = high;
            copy.low = low;
            return copy;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Socket that
                    && kindAndProtocol == that.kindAndProtocol
                    && port == that.port
                    && high == that.high
                    && low == that.low;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * (31 * high + low) + ((long) kindAndProtocol << 16 | port));
        }
    }
}

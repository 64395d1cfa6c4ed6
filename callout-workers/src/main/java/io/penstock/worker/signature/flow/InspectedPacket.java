// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import io.penstock.engine.packet.IcmpView;
import io.penstock.engine.packet.IpExtent;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;

/** What the inspection reads of one packet. Reused from packet to packet. One thread. */
public final class InspectedPacket {
    /** A number that the packet does not have. */
    public static final long ABSENT = -1;

    private static final byte[] NO_BYTES = {};
    private static final int IPV4_ID = 4;
    private static final int IPV4_FRAGMENT = 6;
    private static final int IPV4_TTL = 8;
    private static final int IPV6_HOP_LIMIT = 7;
    private static final int TCP_WINDOW = 14;
    private static final int TCP_OPTIONS = 20;
    private static final int WINDOW_SCALE = 3;
    private static final int UNREACHABLE = 3;
    private static final int MOST_SCALE = 14;

    int version;
    int protocol;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    boolean hasPorts;
    int sourcePort;
    int destinationPort;
    int vlan;
    long timeNanos;
    long number;
    int tcpFlags;
    int sequence;
    int acknowledgement;
    int window;
    int windowScale;
    int ttl;
    int tos;
    long ipId;
    int fragmentBits;
    int icmpType;
    int icmpCode;
    long icmpIdentifier;
    /** Of what an unreachable destination quotes; {@link #ABSENT} where there is none. */
    int quotedProtocol;

    int quotedSourcePort;
    int quotedDestinationPort;
    long quotedSourceHigh;
    long quotedSourceLow;
    long quotedDestinationHigh;
    long quotedDestinationLow;
    boolean fragment;
    boolean rebuilt;
    boolean streamEnd;
    byte[] bytes = NO_BYTES;
    int payloadFrom;
    int payloadLength;
    long toldLength;

    /** Whether the bytes went into a stream. */
    boolean added;

    boolean established;

    /**
     * Reads a row and its frame.
     *
     * @param quoted holds what ICMP errors quote
     * @param frame holds the packet's bytes
     * @param start index of the frame's first byte
     * @param length of the frame in the array
     * @param packetNumber the packet's in its capture, {@link #ABSENT} where it has none
     * @return false if it is no IP packet, or malformed, or the capture does not hold all of it
     */
    public boolean read(byte[] rows, int row, byte[] quoted, byte[] frame, int start, int length, long packetNumber) {
        int kind = PacketRow.kind(rows, row);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6) {
            return false;
        }
        // A datagram put together from fragments is given without the header of IP.
        boolean withHeader = PacketRow.transportOffset(rows, row) > PacketRow.networkOffset(rows, row);
        if (withHeader && IpExtent.end(rows, row, frame, start, start + length) > start + length) {
            return false;
        }
        version = kind == PacketRow.KIND_IPV4 ? 4 : 6;
        protocol = PacketRow.ipProtocol(rows, row);
        sourceHigh = PacketRow.sourceHigh(rows, row);
        sourceLow = PacketRow.sourceLow(rows, row);
        destinationHigh = PacketRow.destinationHigh(rows, row);
        destinationLow = PacketRow.destinationLow(rows, row);
        vlan = PacketRow.vlanId(rows, row);
        timeNanos = PacketRow.captureTimeNanos(rows, row);
        number = packetNumber;
        fragment = PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT);
        rebuilt = false;
        streamEnd = false;
        added = false;
        established = false;
        bytes = frame;
        transport(rows, row);
        quoted(rows, row, quoted);
        int from = Math.clamp(PacketRow.payloadOffset(rows, row), 0, length);
        boolean readable = !fragment && hasPayload();
        toldLength = readable ? PacketRow.payloadLength(rows, row) : 0;
        payloadFrom = start + from;
        payloadLength = (int) Math.min(toldLength, length - (long) from);
        network(withHeader ? start + PacketRow.networkOffset(rows, row) : (int) ABSENT, start + length);
        tcpHeader(start + PacketRow.transportOffset(rows, row), start + length);
        return true;
    }

    /** Whether there is a transport whose payload is looked at. */
    private boolean hasPayload() {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6, IpProtocol.SCTP -> true;
            default -> false;
        };
    }

    private void transport(byte[] rows, int row) {
        boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        boolean known = !fragment && PacketRow.has(rows, row, PacketRow.FLAG_PORTS);
        hasPorts = known && !icmp;
        sourcePort = known ? PacketRow.sourcePort(rows, row) : 0;
        destinationPort = known ? PacketRow.destinationPort(rows, row) : 0;
        icmpType = known && icmp ? sourcePort : (int) ABSENT;
        icmpCode = known && icmp ? destinationPort : (int) ABSENT;
        tcpFlags = PacketRow.tcpFlags(rows, row);
        sequence = PacketRow.tcpSequence(rows, row);
        acknowledgement = PacketRow.tcpAcknowledgement(rows, row);
        icmpIdentifier = known && icmp ? sequence & 0xFFFF_FFFFL : ABSENT;
    }

    private void quoted(byte[] rows, int row, byte[] quoted) {
        quotedProtocol = (int) ABSENT;
        int index = PacketRow.quoted(rows, row);
        if (index == 0 || quoted.length == 0 || version != 4 || icmpType != UNREACHABLE) {
            return;
        }
        int entry = QuotedTuple.offsetOf(index);
        int told = QuotedTuple.protocol(quoted, entry);
        if (!QuotedTuple.hasPorts(quoted, entry) || told != IpProtocol.TCP && told != IpProtocol.UDP) {
            return;
        }
        quotedProtocol = told;
        quotedSourcePort = QuotedTuple.sourcePort(quoted, entry);
        quotedDestinationPort = QuotedTuple.destinationPort(quoted, entry);
        quotedSourceHigh = PacketRow.networkLong(quoted, entry + QuotedTuple.SOURCE_ADDRESS);
        quotedSourceLow = PacketRow.networkLong(quoted, entry + QuotedTuple.SOURCE_ADDRESS + 8);
        quotedDestinationHigh = PacketRow.networkLong(quoted, entry + QuotedTuple.DESTINATION_ADDRESS);
        quotedDestinationLow = PacketRow.networkLong(quoted, entry + QuotedTuple.DESTINATION_ADDRESS + 8);
    }

    /** Whether it is an ICMP message that answers a packet rather than another message (RFC 1122 section 3.2.2). */
    boolean isIcmpError() {
        return version == 4 && protocol == IpProtocol.ICMP && icmpType >= 0 && IcmpView.isError(icmpType);
    }

    private void network(int at, int limit) {
        if (version == 4) {
            boolean whole = at >= 0 && limit - at >= 20;
            tos = whole ? bytes[at + 1] & 0xFF : (int) ABSENT;
            ipId = whole ? u16(at + IPV4_ID) : ABSENT;
            fragmentBits = whole ? (bytes[at + IPV4_FRAGMENT] & 0xFF) >> 5 : 0;
            ttl = whole ? bytes[at + IPV4_TTL] & 0xFF : (int) ABSENT;
        } else {
            boolean whole = at >= 0 && limit - at >= 40;
            tos = whole ? u16(at) >> 4 & 0xFF : (int) ABSENT;
            ttl = whole ? bytes[at + IPV6_HOP_LIMIT] & 0xFF : (int) ABSENT;
            ipId = ABSENT;
            fragmentBits = 0;
        }
    }

    private void tcpHeader(int at, int limit) {
        window = 0;
        windowScale = (int) ABSENT;
        if (protocol != IpProtocol.TCP || fragment || at < 0 || limit - at < TCP_OPTIONS) {
            return;
        }
        window = u16(at + TCP_WINDOW);
        int end = Math.min(limit, at + ((bytes[at + 12] & 0xFF) >> 4) * 4);
        for (int option = at + TCP_OPTIONS; option < end && bytes[option] != 0; ) {
            if (bytes[option] == 1) {
                option++;
                continue;
            }
            int size = option + 1 < end ? bytes[option + 1] & 0xFF : 0;
            if (size < 2) {
                return;
            }
            if (bytes[option] == WINDOW_SCALE && size == 3 && option + 2 < end) {
                windowScale = Math.min(bytes[option + 2] & 0xFF, MOST_SCALE);
            }
            option += size;
        }
    }

    private int u16(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /** Makes it the packet without payload that stands for the end of a flow's stream, in the direction given. */
    void endOf(TrackedFlow flow, boolean toServer) {
        version = flow.version;
        protocol = flow.protocol;
        quotedProtocol = (int) ABSENT;
        sourceHigh = toServer ? flow.clientHigh : flow.serverHigh;
        sourceLow = toServer ? flow.clientLow : flow.serverLow;
        destinationHigh = toServer ? flow.serverHigh : flow.clientHigh;
        destinationLow = toServer ? flow.serverLow : flow.clientLow;
        hasPorts = true;
        sourcePort = toServer ? flow.clientPort : flow.serverPort;
        destinationPort = toServer ? flow.serverPort : flow.clientPort;
        timeNanos = flow.lastNanos;
        number = ABSENT;
        fragment = false;
        rebuilt = false;
        streamEnd = true;
        added = true;
        established = true;
        bytes = NO_BYTES;
        payloadFrom = 0;
        payloadLength = 0;
        toldLength = 0;
    }

    /** Says that it was put together from fragments. */
    public void rebuilt() {
        rebuilt = true;
        number = ABSENT;
    }

    boolean has(int controlBits) {
        return (tcpFlags & controlBits) == controlBits;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    public int protocol() {
        return protocol;
    }

    /** Upper half of the source; 0 for IPv4. */
    public long ruleSourceHigh() {
        return version == 4 ? 0 : sourceHigh;
    }

    /** Lower half of the source; the address for IPv4. */
    public long ruleSourceLow() {
        return version == 4 ? sourceHigh >>> 32 : sourceLow;
    }

    /** Upper half of the destination; 0 for IPv4. */
    public long ruleDestinationHigh() {
        return version == 4 ? 0 : destinationHigh;
    }

    /** Lower half of the destination; the address for IPv4. */
    public long ruleDestinationLow() {
        return version == 4 ? destinationHigh >>> 32 : destinationLow;
    }

    /** Whether it has ports that rules may name. */
    public boolean hasPorts() {
        return hasPorts;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    /** Number in the capture, {@link #ABSENT} where it has none. */
    public long number() {
        return number;
    }

    public int tcpFlags() {
        return tcpFlags;
    }

    public long sequence() {
        return sequence & 0xFFFF_FFFFL;
    }

    public long acknowledgement() {
        return acknowledgement & 0xFFFF_FFFFL;
    }

    public int window() {
        return window;
    }

    public int ttl() {
        return ttl;
    }

    public int tos() {
        return tos;
    }

    public long ipId() {
        return ipId;
    }

    public int fragmentBits() {
        return fragmentBits;
    }

    public int icmpType() {
        return icmpType;
    }

    public int icmpCode() {
        return icmpCode;
    }

    public long icmpId() {
        return icmpIdentifier == ABSENT ? ABSENT : icmpIdentifier >>> 16;
    }

    public long icmpSequence() {
        return icmpIdentifier == ABSENT ? ABSENT : icmpIdentifier & 0xFFFF;
    }

    /** Whether it is a fragment itself. */
    public boolean isFragment() {
        return fragment;
    }

    /** Whether it was put together from fragments. */
    public boolean isRebuilt() {
        return rebuilt;
    }

    /** Whether it is none, but stands for the end of a stream. */
    public boolean isStreamEnd() {
        return streamEnd;
    }

    /** Whether its bytes are in a stream, where they are looked for. */
    public boolean isInStream() {
        return added;
    }

    /** Whether the connection stood when it came. */
    public boolean isEstablished() {
        return established;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int payloadFrom() {
        return payloadFrom;
    }

    /** Bytes of payload that are there. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Bytes of payload as the headers say. */
    public long toldLength() {
        return toldLength;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.FileDirection;

/** What the direction of one packet is decided by: its outermost addresses. Mutable, reused; one thread. */
public final class PacketEnds {
    private int version;
    private int interfaceId;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private boolean toGroup;
    private FileDirection fileDirection = FileDirection.UNKNOWN;

    /**
     * Describes an IP packet.
     *
     * @param ipVersion 4 or 6
     * @param addresses holds both addresses in network order, 4 or 16 bytes each
     */
    public PacketEnds ip(int ipVersion, int capturedOn, byte[] addresses, int sourceAt, int destinationAt) {
        version = ipVersion;
        interfaceId = capturedOn;
        sourceHigh = IpAddress.highAt(ipVersion, addresses, sourceAt);
        sourceLow = IpAddress.lowAt(ipVersion, addresses, sourceAt);
        destinationHigh = IpAddress.highAt(ipVersion, addresses, destinationAt);
        destinationLow = IpAddress.lowAt(ipVersion, addresses, destinationAt);
        toGroup = AddressRanges.isMulticastOrBroadcast(ipVersion, destinationHigh, destinationLow);
        return flow(0, 0, 0).said(FileDirection.UNKNOWN);
    }

    /** Describes a packet that is not IP, or whose IP header cannot be read. */
    public PacketEnds notIp(int capturedOn) {
        version = 0;
        interfaceId = capturedOn;
        toGroup = false;
        return said(FileDirection.UNKNOWN);
    }

    /** What, with the addresses, makes the packet's flow: ports, or for ICMP the same identifier twice, or zeros. */
    public PacketEnds flow(int ipProtocol, int fromPort, int toPort) {
        protocol = ipProtocol;
        sourcePort = fromPort;
        destinationPort = toPort;
        return this;
    }

    /** Adds what the link header knows: sent to a multicast or broadcast address, as a subnet's broadcast is. */
    public PacketEnds toGroup(boolean multicastOrBroadcast) {
        toGroup |= multicastOrBroadcast;
        return this;
    }

    /** What the capture says of the direction, by the link header or by the record; unknown leaves all as it is. */
    public PacketEnds said(FileDirection direction) {
        fileDirection = direction;
        return this;
    }

    /** 4, 6, or 0 for what is not IP. */
    public int version() {
        return version;
    }

    public int interfaceId() {
        return interfaceId;
    }

    public FileDirection fileDirection() {
        return fileDirection;
    }

    /** Whether the destination is a multicast or broadcast address. */
    public boolean isToGroup() {
        return toGroup;
    }

    /** Whether both ends are the same host: the same address, or an end in 127/8 or ::1. */
    public boolean isLoopback() {
        return version != 0
                && (sourceHigh == destinationHigh && sourceLow == destinationLow
                        || AddressRanges.isLoopback(version, sourceHigh, sourceLow)
                        || AddressRanges.isLoopback(version, destinationHigh, destinationLow));
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    /** Protocol, version and the ports of two ends, the one named first in the upper half. */
    long ports(boolean sourceFirst) {
        long first = sourceFirst ? sourcePort : destinationPort;
        long second = sourceFirst ? destinationPort : sourcePort;
        return first << 48 | second << 32 | (long) protocol << 8 | version;
    }

    /** Whether the source sorts before the destination; which end that is does not depend on who sends. */
    boolean sourceIsLower() {
        if (sourceHigh != destinationHigh) {
            return sourceHigh < destinationHigh;
        }
        return sourceLow != destinationLow ? sourceLow < destinationLow : sourcePort < destinationPort;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

/**
 * What names a flow within one host: IP version, protocol, local and remote address and port (spec 2.6). ICMP echo has type 8 (128 for ICMPv6) as
 * local port and the identifier as remote port, so that replies belong to the flow; other ICMP has type and code. All inbound multicast and
 * broadcast of a host and IP version is one flow. Mutable so that a look-up allocates nothing; never changed while a table holds it.
 */
public final class FlowKey {
    /** Protocol number of the flow that all inbound multicast and broadcast of a host belongs to; no IP protocol has it. */
    public static final int GROUP_PROTOCOL = 256;

    /** Protocol number of flows of TCP on raw sockets, which are none of the connection's (spec 2.5, SEQ-RAW); no IP protocol has it. */
    public static final int RAW_TCP_PROTOCOL = 257;

    private String host = "";
    private int version;
    private int protocol;
    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;
    private int localPort;
    private int remotePort;
    private int hash;

    /**
     * Names another flow. Addresses are big-endian halves; an IPv4 address stands in the upper 32 bits of the high half. Nothing is checked.
     *
     * @param ipVersion 4 or 6
     * @param ipProtocol 0 to 255, {@link #GROUP_PROTOCOL} or {@link #RAW_TCP_PROTOCOL}
     * @param local local port, or what ICMP has in its place
     * @param remote remote port, or what ICMP has in its place
     */
    public FlowKey set(
            String hostName,
            int ipVersion,
            int ipProtocol,
            long localAddressHigh,
            long localAddressLow,
            long remoteAddressHigh,
            long remoteAddressLow,
            int local,
            int remote) {
        host = hostName;
        version = ipVersion;
        protocol = ipProtocol;
        localHigh = localAddressHigh;
        localLow = localAddressLow;
        remoteHigh = remoteAddressHigh;
        remoteLow = remoteAddressLow;
        localPort = local;
        remotePort = remote;
        long mixed = mix(localHigh, localLow) * 31 + mix(remoteHigh, remoteLow);
        mixed = mix(mixed, ((long) localPort << 32) ^ ((long) remotePort << 12) ^ (protocol * 8L + version))
                + host.hashCode();
        hash = (int) (mixed ^ (mixed >>> 32));
        return this;
    }

    /** A key of its own, which later calls of {@link #set} do not change. */
    public FlowKey copy() {
        return new FlowKey()
                .set(host, version, protocol, localHigh, localLow, remoteHigh, remoteLow, localPort, remotePort);
    }

    /** The key as bytes, for stores; equal keys give equal bytes. */
    public byte[] encode() {
        return FlowCodec.encodeKey(this);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the bytes are cut short
     */
    public static FlowKey decode(byte[] bytes) {
        return FlowCodec.decodeKey(bytes);
    }

    /** Puts the smaller end first, so that both ways of a conversation between two other hosts, or on one host, have one key. */
    public FlowKey unordered() {
        int order = Long.compareUnsigned(localHigh, remoteHigh);
        if (order == 0) {
            order = Long.compareUnsigned(localLow, remoteLow);
        }
        if (order == 0) {
            order = Integer.compare(localPort, remotePort);
        }
        if (order > 0) {
            set(host, version, protocol, remoteHigh, remoteLow, localHigh, localLow, remotePort, localPort);
        }
        return this;
    }

    /** Whether the flow's local end is this endpoint, or any address of its port where the endpoint has the wildcard address. */
    public boolean isOf(FlowKey endpoint) {
        boolean wildcard = (endpoint.localHigh | endpoint.localLow) == 0;
        return localPort == endpoint.localPort
                && protocol == endpoint.protocol
                && version == endpoint.version
                && (wildcard || localHigh == endpoint.localHigh && localLow == endpoint.localLow)
                && host.equals(endpoint.host);
    }

    /** The host whose flow it is. */
    public String host() {
        return host;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    /** IP protocol number, {@link #GROUP_PROTOCOL} or {@link #RAW_TCP_PROTOCOL}. */
    public int protocol() {
        return protocol;
    }

    /** First eight bytes of the local address; of an IPv4 address the upper 32 bits. */
    public long localHigh() {
        return localHigh;
    }

    /** Last eight bytes of the local address, 0 for IPv4. */
    public long localLow() {
        return localLow;
    }

    /** First eight bytes of the remote address; of an IPv4 address the upper 32 bits. */
    public long remoteHigh() {
        return remoteHigh;
    }

    /** Last eight bytes of the remote address, 0 for IPv4. */
    public long remoteLow() {
        return remoteLow;
    }

    /** Local port, 0 to 65,535; 0 where the protocol has none; of ICMP the type, 8 or 128 for echo either way. */
    public int localPort() {
        return localPort;
    }

    /** Remote port, 0 to 65,535; 0 where the protocol has none; of ICMP the code, of an echo its identifier. */
    public int remotePort() {
        return remotePort;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowKey that
                && hash == that.hash
                && localPort == that.localPort
                && remotePort == that.remotePort
                && protocol == that.protocol
                && version == that.version
                && localHigh == that.localHigh
                && localLow == that.localLow
                && remoteHigh == that.remoteHigh
                && remoteLow == that.remoteLow
                && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private static long mix(long a, long b) {
        long h = a * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(b * 0xC2B2AE3D27D4EB4FL, 29);
        return (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

/** The columns of a decoded line, in order (ARCHITECTURE 2). */
public enum DecodeColumn {
    FRAME_NUMBER("frame.number", true),
    FRAME_TIME_EPOCH("frame.time_epoch", false),
    ETH_TYPE("eth.type", false),
    IP_SRC("ip.src", false),
    IP_DST("ip.dst", false),
    IPV6_SRC("ipv6.src", false),
    IPV6_DST("ipv6.dst", false),
    IP_PROTO("ip.proto", true),
    IPV6_NXT("ipv6.nxt", true),
    TCP_SRCPORT("tcp.srcport", true),
    TCP_DSTPORT("tcp.dstport", true),
    UDP_SRCPORT("udp.srcport", true),
    UDP_DSTPORT("udp.dstport", true),
    TCP_FLAGS("tcp.flags", false),
    TCP_SEQ_RAW("tcp.seq_raw", true),
    TCP_LEN("tcp.len", true),
    IP_CHECKSUM_STATUS("ip.checksum.status", true),
    TCP_CHECKSUM_STATUS("tcp.checksum.status", true),
    MALFORMED("malformed", false);

    private final String title;
    private final boolean numeric;

    DecodeColumn(String title, boolean numeric) {
        this.title = title;
        this.numeric = numeric;
    }

    /** The column's name in headers and JSON. */
    public String title() {
        return title;
    }

    boolean isNumeric() {
        return numeric;
    }
}

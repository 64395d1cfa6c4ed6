// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/** A number in a packet that rules compare. */
public enum HeaderField {
    /** Bytes of payload. */
    DSIZE("dsize", 65_535),
    /** IPv4 time to live, IPv6 hop limit. */
    TTL("ttl", 255),
    /** IPv4 identification; IPv6 packets have none. */
    ID("id", 65_535),
    /** IPv4 type of service, IPv6 traffic class. */
    TOS("tos", 255),
    IP_PROTO("ip_proto", 255),
    /** Sequence number of TCP. */
    SEQ("seq", 0xFFFF_FFFFL),
    /** Acknowledgement number of TCP. */
    ACK("ack", 0xFFFF_FFFFL),
    /** Window of TCP as the header has it, not scaled. */
    WINDOW("window", 65_535),
    /** Type of ICMP or ICMPv6. */
    ITYPE("itype", 255),
    /** Code of ICMP or ICMPv6. */
    ICODE("icode", 255),
    /** Identifier of an ICMP query. */
    ICMP_ID("icmp_id", 65_535),
    /** Sequence number of an ICMP query. */
    ICMP_SEQ("icmp_seq", 65_535);

    private final String keyword;
    private final long most;

    HeaderField(String keyword, long most) {
        this.keyword = keyword;
        this.most = most;
    }

    /** What rules call it. */
    public String keyword() {
        return keyword;
    }

    long most() {
        return most;
    }
}

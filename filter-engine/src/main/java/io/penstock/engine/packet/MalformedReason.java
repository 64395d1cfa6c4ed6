// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Why a packet is malformed (ARCHITECTURE 9, "Malformed"): a header of its link, of the outermost IP packet or, unfragmented, of its transport is cut or contradicts itself.
 * Codes travel in rows and are never reused.
 */
public enum MalformedReason {
    LINK_CUT(1, HeaderLayer.LINK, Fault.CUT),
    ETHERNET_CUT(2, HeaderLayer.ETHERNET, Fault.CUT),
    VLAN_CUT(3, HeaderLayer.VLAN, Fault.CUT),
    LLC_CUT(4, HeaderLayer.LLC, Fault.CUT),
    MPLS_CUT(5, HeaderLayer.MPLS, Fault.CUT),
    PPPOE_CUT(6, HeaderLayer.PPPOE, Fault.CUT),
    PPP_CUT(7, HeaderLayer.PPP, Fault.CUT),
    SLL_CUT(8, HeaderLayer.SLL, Fault.CUT),
    SLL2_CUT(9, HeaderLayer.SLL2, Fault.CUT),
    LOOPBACK_CUT(10, HeaderLayer.LOOPBACK, Fault.CUT),
    RADIOTAP_CUT(11, HeaderLayer.RADIOTAP, Fault.CUT),
    RADIOTAP_LENGTH(12, HeaderLayer.RADIOTAP, Fault.LENGTH),
    IP_CUT(13, HeaderLayer.IP, Fault.CUT),
    IP_VERSION(14, HeaderLayer.IP, Fault.VERSION),
    IPV4_CUT(15, HeaderLayer.IPV4, Fault.CUT),
    IPV4_VERSION(16, HeaderLayer.IPV4, Fault.VERSION),
    IPV4_HEADER_LENGTH(17, HeaderLayer.IPV4, Fault.LENGTH),
    IPV4_TOTAL_LENGTH(18, HeaderLayer.IPV4, Fault.TOTAL),
    IPV6_CUT(19, HeaderLayer.IPV6, Fault.CUT),
    IPV6_VERSION(20, HeaderLayer.IPV6, Fault.VERSION),
    IPV6_EXTENSION_CUT(21, HeaderLayer.IPV6_EXTENSION, Fault.CUT),
    AUTHENTICATION_CUT(22, HeaderLayer.AUTHENTICATION, Fault.CUT),
    AUTHENTICATION_LENGTH(23, HeaderLayer.AUTHENTICATION, Fault.LENGTH),
    TCP_CUT(24, HeaderLayer.TCP, Fault.CUT),
    TCP_HEADER_LENGTH(25, HeaderLayer.TCP, Fault.LENGTH),
    UDP_CUT(26, HeaderLayer.UDP, Fault.CUT),
    UDP_LENGTH(27, HeaderLayer.UDP, Fault.TOTAL),
    UDP_LITE_CUT(28, HeaderLayer.UDP_LITE, Fault.CUT),
    ICMP_CUT(29, HeaderLayer.ICMP, Fault.CUT),
    ICMPV6_CUT(30, HeaderLayer.ICMPV6, Fault.CUT),
    SCTP_CUT(31, HeaderLayer.SCTP, Fault.CUT),
    DCCP_CUT(32, HeaderLayer.DCCP, Fault.CUT),
    GRE_CUT(33, HeaderLayer.GRE, Fault.CUT),
    ESP_CUT(34, HeaderLayer.ESP, Fault.CUT),
    /** The datagram claims more than the IP packet that it is in. */
    UDP_BEYOND_PACKET(35, HeaderLayer.UDP, Fault.BEYOND);

    /** What needed and available mean for a reason. */
    enum Fault {
        CUT("header cut: %d bytes needed at byte %d, %d available"),
        LENGTH("header length wrong: at least %d bytes expected at byte %d, %d stated"),
        TOTAL("length wrong: at least %d bytes expected at byte %d, %d stated"),
        BEYOND("length wrong: at most %d bytes expected at byte %d, %d stated"),
        VERSION("version wrong: %d expected at byte %d, %d found");

        private final String form;

        Fault(String form) {
            this.form = form;
        }
    }

    private static final MalformedReason[] BY_CODE = new MalformedReason[36];

    static {
        for (MalformedReason reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;
    private final HeaderLayer layer;
    private final Fault fault;

    MalformedReason(int code, HeaderLayer layer, Fault fault) {
        this.code = code;
        this.layer = layer;
        this.fault = fault;
    }

    /** The reason's number in a row, 1 and up. */
    public int code() {
        return code;
    }

    public HeaderLayer layer() {
        return layer;
    }

    /** The reason with this code, 1 and up; a code that this version does not know reads as a cut link header. */
    public static MalformedReason ofCode(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : LINK_CUT;
    }

    String text(long needed, long offsetBytes, long available) {
        return layer.title() + " " + String.format(java.util.Locale.ROOT, fault.form, needed, offsetBytes, available);
    }
}

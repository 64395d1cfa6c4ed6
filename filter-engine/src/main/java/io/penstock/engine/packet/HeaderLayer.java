// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** The header that a malformed packet's fault is in, named as people read it (ARCHITECTURE 9, "Malformed"). */
public enum HeaderLayer {
    LINK("link"),
    ETHERNET("Ethernet"),
    VLAN("VLAN"),
    LLC("LLC"),
    MPLS("MPLS"),
    PPPOE("PPPoE"),
    PPP("PPP"),
    SLL("Linux SLL"),
    SLL2("Linux SLL2"),
    LOOPBACK("NULL/LOOP"),
    RADIOTAP("radiotap"),
    IP("IP"),
    IPV4("IPv4"),
    IPV6("IPv6"),
    IPV6_EXTENSION("IPv6 extension"),
    AUTHENTICATION("AH"),
    TCP("TCP"),
    UDP("UDP"),
    UDP_LITE("UDP-Lite"),
    ICMP("ICMP"),
    ICMPV6("ICMPv6"),
    SCTP("SCTP"),
    DCCP("DCCP"),
    GRE("GRE"),
    ESP("ESP");

    private final String title;

    HeaderLayer(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** EtherTypes that the decoder follows (IEEE 802 Numbers). */
public final class EtherType {
    /** Values up to this are an 802.3 length; 0 says nothing of what follows. */
    public static final int LARGEST_LENGTH = 1500;

    /** The first value that may be assigned (IEEE 802.3 section 3.2.6). */
    public static final int FIRST = 0x0600;

    public static final int IPV4 = 0x0800;
    public static final int TRANSPARENT_ETHERNET = 0x6558;
    public static final int VLAN = 0x8100;
    public static final int IPV6 = 0x86DD;
    public static final int PPP = 0x880B;
    public static final int MPLS = 0x8847;
    public static final int MPLS_MULTICAST = 0x8848;
    public static final int PPPOE_SESSION = 0x8864;
    public static final int PROVIDER_BRIDGE = 0x88A8;
    public static final int ERSPAN_II = 0x88BE;
    public static final int ERSPAN_III = 0x22EB;
    public static final int QINQ = 0x9100;

    private EtherType() {}

    static boolean isVlanTag(int etherType) {
        return etherType == VLAN || etherType == PROVIDER_BRIDGE || etherType == QINQ;
    }
}

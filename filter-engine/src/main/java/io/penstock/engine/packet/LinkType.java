// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Link-layer header types that the decoder reads, by LINKTYPE_ value (draft-ietf-opsawg-pcaplinktype). Any other is not IP. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int PPP = 9;
    /** RAW as DLT value of most systems, found in files although LINKTYPE_RAW is 101. */
    public static final int RAW_DLT = 12;
    /** RAW as DLT value of OpenBSD. */
    public static final int RAW_OPENBSD = 14;

    public static final int PPP_SERIAL = 50;
    public static final int PPP_ETHER = 51;
    public static final int RAW = 101;
    public static final int C_HDLC = 104;
    public static final int IEEE802_11 = 105;
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IEEE802_11_RADIOTAP = 127;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}
}

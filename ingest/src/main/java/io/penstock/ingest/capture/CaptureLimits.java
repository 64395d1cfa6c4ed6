// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** What a sane capture stays within; a record that claims more is damage. The figures are libpcap's and Wireshark's. */
public final class CaptureLimits {
    /** Largest packet of an ordinary link: room for the largest offloaded frame. */
    public static final int MAXIMUM_PACKET_BYTES = 262_144;

    /** Largest pcapng block that is read whole; larger blocks of kinds that are not read are passed over. */
    public static final int MAXIMUM_BLOCK_BYTES = 16 << 20;

    /** Most interfaces of one capture. */
    public static final int MAXIMUM_INTERFACES = 65_536;

    private static final int LINKTYPE_DBUS = 231;
    private static final int LINKTYPE_USBPCAP = 249;
    private static final int LINKTYPE_EBHSCR = 279;

    private CaptureLimits() {}

    /** Largest packet of a link type, in bytes. Three buses that are no networks carry longer messages. */
    public static int maximumPacketBytes(int linkType) {
        return switch (linkType) {
            case LINKTYPE_DBUS, LINKTYPE_USBPCAP -> 128 << 20;
            case LINKTYPE_EBHSCR -> 8 << 20;
            default -> MAXIMUM_PACKET_BYTES;
        };
    }
}

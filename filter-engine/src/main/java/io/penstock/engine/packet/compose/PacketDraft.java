// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import java.net.InetAddress;

/**
 * What a line says of a packet, before it is bytes. Mutable while it is read; one thread.
 */
final class PacketDraft {
    static final int NO_VLAN = -1;
    private static final int DEFAULT_HOP_LIMIT = 64;
    private static final int DEFAULT_WINDOW = 65_535;

    int direction;
    boolean loopback;
    int interfaceId;
    /** Without a link header: the frame starts with the IP header. */
    boolean raw;

    int vlan = NO_VLAN;
    long sourceMac = 0x02_00_00_00_00_01L;
    long destinationMac = 0x02_00_00_00_00_02L;
    InetAddress source;
    InetAddress destination;
    int protocol;
    int sourcePort;
    int destinationPort;
    int tcpFlags;
    long sequence;
    long acknowledgement;
    int window = DEFAULT_WINDOW;
    int icmpType = -1;
    int icmpCode;
    int icmpId;
    int hopLimit = DEFAULT_HOP_LIMIT;
    byte[] payload = {};
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Finds where a source-routed packet is bound in the end: pseudo headers hold that address, while the IP header holds the next stop's (RFC 791
 * section 3.1, RFC 8200 section 8.1).
 */
final class SourceRoute {
    private static final int OPTION_END = 0;
    private static final int OPTION_NO_OPERATION = 1;
    private static final int OPTION_LOOSE = 131;
    private static final int OPTION_STRICT = 137;
    private static final int ROUTING_FIXED_LENGTH = 8;
    private static final int SEGMENT_ROUTING = 4;

    private SourceRoute() {}

    /** Index of the final destination's address, for a packet whose IP headers lie between the two indexes. */
    static int finalDestination(byte[] bytes, int network, int transport) {
        return Ipv4View.version(bytes, network) == 4
                ? ipv4(bytes, network, Math.min(transport, network + Ipv4View.headerLength(bytes, network)))
                : ipv6(bytes, network, transport);
    }

    private static int ipv4(byte[] bytes, int network, int end) {
        int option = network + Ipv4View.MINIMUM_LENGTH;
        while (option + 1 < end) {
            int type = NetworkOrder.u8(bytes, option);
            if (type == OPTION_END) {
                break;
            }
            int length = type == OPTION_NO_OPERATION ? 1 : NetworkOrder.u8(bytes, option + 1);
            if (length == 0 || option + length > end) {
                break;
            }
            if ((type == OPTION_LOOSE || type == OPTION_STRICT) && isUnderWay(bytes, option, length)) {
                return option + length - 4;
            }
            option += length;
        }
        return network + Ipv4View.DESTINATION;
    }

    /** Whether the route's pointer has not passed its last address yet. */
    private static boolean isUnderWay(byte[] bytes, int option, int length) {
        return length >= 7 && NetworkOrder.u8(bytes, option + 2) <= length;
    }

    private static int ipv6(byte[] bytes, int network, int transport) {
        int next = Ipv6View.nextHeader(bytes, network);
        int at = network + Ipv6View.MINIMUM_LENGTH;
        while (Ipv6ExtensionDecoder.isExtension(next) && at + ROUTING_FIXED_LENGTH <= transport) {
            int length = (NetworkOrder.u8(bytes, at + 1) + 1) * 8;
            if (next == IpProtocol.ROUTING && NetworkOrder.u8(bytes, at + 3) > 0 && length >= 24) {
                // Segment routing lists its segments last first (RFC 8754 section 2).
                boolean lastFirst = NetworkOrder.u8(bytes, at + 2) == SEGMENT_ROUTING;
                return lastFirst ? at + ROUTING_FIXED_LENGTH : at + length - 16;
            }
            next = NetworkOrder.u8(bytes, at);
            at += length;
        }
        return network + Ipv6View.DESTINATION_HIGH;
    }
}

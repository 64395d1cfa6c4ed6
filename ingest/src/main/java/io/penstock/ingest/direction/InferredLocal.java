// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.engine.packet.IpAddressText;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An address that was taken for the local one, for a summary to name.
 *
 * @param interfaceId interface of the capture
 * @param ipVersion 4 or 6
 * @param address the address at one end of nine tenths of the packets looked at
 * @param matched packets with the address at an end
 * @param packets packets looked at, at most {@link DirectionRule#SAMPLE_PACKETS}
 */
public record InferredLocal(int interfaceId, int ipVersion, InetAddress address, int matched, int packets) {
    /** Part of the packets looked at that had the address at an end, 0.9 to 1. */
    public double share() {
        return (double) matched / packets;
    }

    private String addressText() {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return ipVersion == 4 ? IpAddressText.v4(bytes.getInt()) : IpAddressText.v6(bytes.getLong(), bytes.getLong());
    }

    /** One line, such as {@code interface 0, IPv4: 10.0.0.5 taken as local (in 1020 of the first 1024 packets)}. */
    public String text() {
        return "interface " + interfaceId + ", IPv" + ipVersion + ": " + addressText() + " taken as local (in "
                + matched + " of the first " + packets + " packets)";
    }
}

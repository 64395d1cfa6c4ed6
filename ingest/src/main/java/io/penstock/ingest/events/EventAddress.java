// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.packet.IpAddressText;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Spells addresses as all of Penstock does, whatever way a file spelled them. */
final class EventAddress {
    private EventAddress() {}

    static String text(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == 4
                ? IpAddressText.v4(bytes.getInt())
                : IpAddressText.v6(bytes.getLong(), bytes.getLong());
    }
}

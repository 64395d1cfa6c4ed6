// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.engine.event.NetEventFlag;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.event.RecordedEvent;
import java.time.Instant;

/** A recorded event in a line: {@code 5157 of 2026-03-04T05:06:07Z, protocol 6, 192.0.2.1:50000 and 198.51.100.7:23}. */
final class EventLine {
    private EventLine() {}

    static String of(RecordedEvent event) {
        NetEventHeader header = event.event().header();
        StringBuilder line = new StringBuilder(event.type().replace("FWPM_NET_EVENT_TYPE_", ""));
        if (header.timeNanos() != 0) {
            line.append(" of ").append(Instant.ofEpochSecond(0, header.timeNanos()));
        }
        if (header.flags().contains(NetEventFlag.IP_PROTOCOL_SET)) {
            line.append(", protocol ").append(header.ipProtocol());
        }
        if (!header.localAddress().isEmpty()) {
            line.append(", local ").append(end(header.localAddress(), header.localPort()));
        }
        if (!header.remoteAddress().isEmpty()) {
            line.append(", remote ").append(end(header.remoteAddress(), header.remotePort()));
        }
        return line.toString();
    }

    private static String end(String address, int port) {
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.schemas.Direction;
import io.penstock.schemas.FlowRecord;
import java.util.Map;

/** A flow on one line: {@code tcp 10.0.0.5:34234 → 10.0.0.2:80}, the local end first, the arrow in the flow's direction. */
public final class FlowText {
    private static final Map<Integer, String> PROTOCOLS = Map.ofEntries(
            Map.entry(1, "icmp"),
            Map.entry(2, "igmp"),
            Map.entry(6, "tcp"),
            Map.entry(17, "udp"),
            Map.entry(47, "gre"),
            Map.entry(50, "esp"),
            Map.entry(51, "ah"),
            Map.entry(58, "icmpv6"),
            Map.entry(132, "sctp"),
            Map.entry(FlowKey.GROUP_PROTOCOL, "group"),
            Map.entry(FlowKey.RAW_TCP_PROTOCOL, "raw-tcp"));

    private FlowText() {}

    /** A flow of the engine. */
    public static String of(FlowState flow) {
        FlowKey key = flow.key();
        return text(
                key.protocol(),
                end(address(key.version(), key.localHigh(), key.localLow()), key.localPort(), key.protocol()),
                flow.isOutbound(),
                end(address(key.version(), key.remoteHigh(), key.remoteLow()), key.remotePort(), key.protocol()));
    }

    /** A flow as a record tells it. */
    public static String of(FlowRecord flow) {
        return text(
                flow.getProtocol(),
                end(flow.getLocal(), flow.getLocalPort(), flow.getProtocol()),
                flow.getDirection() != Direction.INBOUND,
                end(flow.getRemote(), flow.getRemotePort(), flow.getProtocol()));
    }

    private static String text(int protocol, String local, boolean outbound, String remote) {
        String name = PROTOCOLS.getOrDefault(protocol, "ip-" + protocol);
        return name + " " + local + (outbound ? " → " : " ← ") + remote;
    }

    private static String end(String address, int port, int protocol) {
        boolean ports = protocol == 6 || protocol == 17 || protocol == 132;
        if (!ports) {
            return address;
        }
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }

    private static String address(int version, long high, long low) {
        return version == 4 ? IpAddressText.v4((int) (high >>> 32)) : IpAddressText.v6(high, low);
    }
}

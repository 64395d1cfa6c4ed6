// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.time.Duration;

/**
 * Settings that can change a verdict; they are part of the policy's version (spec 2.6, 3.3, 6.5, 6.7). Immutable.
 *
 * @param pendTimeout {@code pend.timeout}: how long a pended packet waits, wall clock; above 0
 * @param permitOnTimeout {@code pend.onTimeout}: permit rather than block what expired or failed
 * @param permitOnOverflow {@code pend.onOverflow}: permit rather than block what could not be pended
 * @param pendPerFlowLimit {@code pend.perFlowLimit}: packets held behind a pended one where an agent enforces, 1 to {@value #MOST_PEND_PER_FLOW}
 * @param pendMaxBytes {@code pend.maxBytes}: bytes pended and held per callout and partition, 1 and up
 * @param pendMaxPackets {@code pend.maxPackets}: packets pended and held per callout and partition, 1 and up
 * @param reinjectMaxDepth {@code reinject.maxDepth}: longest injection chain, 1 to {@value #MOST_REINJECT_DEPTH}; a connection of more redirects is not shown its
 *     redirect layer again
 * @param visitInboundIpPacketForForwarded {@code forward.visitInboundIpPacket}: forwarded packets visit INBOUND_IPPACKET too (spec 2.5)
 * @param groupForwardedFragments {@code forward.groupFragments}: show the fragments of a forwarded packet once more, as a group (spec 2.5)
 * @param profile {@code host.profile}: the network profile of the host's interfaces (spec 3.7), which no packet tells; 0 unknown, else 1 to 3
 * @param prefixIsSuffix {@code match.prefixIsSuffix}: PREFIX means "ends with"
 * @param datagramIdle {@code flow.datagramIdle}: idle time of UDP, ICMP and others, packet time; above 0
 * @param tcpIdle {@code flow.tcpIdle}: idle time of a TCP flow whose end was not seen, packet time; above 0
 * @param streamMaxBytesPerFlow {@code stream.maxBytesPerFlow}: bytes that wait at the stream layer per flow and direction (spec 7.5), 1 and up
 * @param streamMaxBytes {@code stream.maxBytes}: the same over all flows of a partition, 1 and up
 */
public record PolicySettings(
        Duration pendTimeout,
        boolean permitOnTimeout,
        boolean permitOnOverflow,
        int pendPerFlowLimit,
        long pendMaxBytes,
        int pendMaxPackets,
        int reinjectMaxDepth,
        boolean visitInboundIpPacketForForwarded,
        boolean groupForwardedFragments,
        int profile,
        boolean prefixIsSuffix,
        Duration datagramIdle,
        Duration tcpIdle,
        long streamMaxBytesPerFlow,
        long streamMaxBytes) {
    /** Most packets that {@code pend.perFlowLimit} can name. */
    public static final int MOST_PEND_PER_FLOW = 1_000_000;

    /** Longest injection chain that {@code reinject.maxDepth} can name; stored items count theirs in one byte. */
    public static final int MOST_REINJECT_DEPTH = 255;

    private static final int MOST_PROFILE = 3;

    /** What holds where a policy sets nothing. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            Duration.ofSeconds(60),
            false,
            false,
            64,
            256L << 20,
            1_000_000,
            8,
            false,
            false,
            0,
            true,
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            8L << 20,
            256L << 20);

    /**
     * Checks every range.
     *
     * @throws IllegalArgumentException if a setting is outside its own
     */
    public PolicySettings {
        requirePositive("pend.timeout", pendTimeout);
        requireIn("pend.perFlowLimit", pendPerFlowLimit, 1, MOST_PEND_PER_FLOW);
        requireIn("pend.maxBytes", pendMaxBytes, 1, Long.MAX_VALUE);
        requireIn("pend.maxPackets", pendMaxPackets, 1, Integer.MAX_VALUE);
        requireIn("reinject.maxDepth", reinjectMaxDepth, 1, MOST_REINJECT_DEPTH);
        requireIn("host.profile", profile, 0, MOST_PROFILE);
        requirePositive("flow.datagramIdle", datagramIdle);
        requirePositive("flow.tcpIdle", tcpIdle);
        requireIn("stream.maxBytesPerFlow", streamMaxBytesPerFlow, 1, Long.MAX_VALUE);
        requireIn("stream.maxBytes", streamMaxBytes, 1, Long.MAX_VALUE);
    }

    private static void requirePositive(String setting, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(setting + " is " + value + ", expected a time above 0");
        }
    }

    private static void requireIn(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " is " + value + ", expected " + least + ".." + most);
        }
    }
}

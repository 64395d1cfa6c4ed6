// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.time.Duration;

/**
 * Settings that can change a verdict; they are part of the policy's version (spec 2.6, 3.3, 6.5, 6.7).
 *
 * @param pendTimeout {@code pend.timeout}: how long a pended packet waits, wall clock
 * @param permitOnTimeout {@code pend.onTimeout}: permit rather than block what expired or failed
 * @param permitOnOverflow {@code pend.onOverflow}: permit rather than block what could not be pended
 * @param pendPerFlowLimit {@code pend.perFlowLimit}: packets held behind a pended one where an agent enforces
 * @param pendMaxBytes {@code pend.maxBytes}: bytes pended and held per callout and partition
 * @param pendMaxPackets {@code pend.maxPackets}: packets pended and held per callout and partition
 * @param reinjectMaxDepth {@code reinject.maxDepth}: longest injection chain
 * @param visitInboundIpPacketForForwarded {@code forward.visitInboundIpPacket}
 * @param groupForwardedFragments {@code forward.groupFragments}: show the fragments of a forwarded packet once more, as a group (spec 2.5)
 * @param profile {@code host.profile}: the network profile of the host's interfaces (spec 3.7), which no packet tells; 0 unknown, else 1 to 3
 * @param prefixIsSuffix {@code match.prefixIsSuffix}: PREFIX means "ends with"
 * @param datagramIdle {@code flow.datagramIdle}: UDP, ICMP and others, packet time
 * @param tcpIdle {@code flow.tcpIdle}: a TCP flow whose end was not seen, packet time
 * @param streamMaxBytesPerFlow {@code stream.maxBytesPerFlow}: bytes that wait at the stream layer per flow and direction (spec 7.5)
 * @param streamMaxBytes {@code stream.maxBytes}: the same over all flows of a partition
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
}

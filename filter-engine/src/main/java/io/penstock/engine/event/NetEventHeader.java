// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What every net event says of its item (spec 8.3). A member counts only where its flag is set.
 *
 * @param timeNanos packet time, nanoseconds since 1970 UTC
 * @param flags which members are set; an address needs the IP version
 * @param ipVersion 4 or 6; 0 where it is not set
 * @param ipProtocol 0 to 255
 * @param localAddress as text, empty where it is not set
 * @param remoteAddress likewise
 * @param localPort 0 to 65535, or the ICMP type
 * @param remotePort 0 to 65535, or the ICMP code
 * @param scopeId scope id of an IPv6 address (RFC 4007), 0 where it is not set
 * @param appId path of the executable, empty where it is not known
 * @param userId SID of the user, empty where it is not known
 * @param packageSid SID of the app container, empty where it is not known
 * @param enterpriseId empty where it is not known
 * @param policyFlags bits as an import gives them, 0 where it gives none
 * @param effectiveName empty where it is not known
 */
public record NetEventHeader(
        long timeNanos,
        Set<NetEventFlag> flags,
        int ipVersion,
        int ipProtocol,
        String localAddress,
        String remoteAddress,
        int localPort,
        int remotePort,
        long scopeId,
        String appId,
        String userId,
        String packageSid,
        String enterpriseId,
        long policyFlags,
        String effectiveName) {
    /**
     * Holds the members against their flags and ranges.
     *
     * @throws IllegalArgumentException if an address is set without the IP version, the version is set to neither 4 nor 6, or protocol or a port is out of
     *     its range
     */
    public NetEventHeader {
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        boolean address = flags.contains(NetEventFlag.LOCAL_ADDR_SET) || flags.contains(NetEventFlag.REMOTE_ADDR_SET);
        boolean version = flags.contains(NetEventFlag.IP_VERSION_SET);
        if (address && !version) {
            throw new IllegalArgumentException("flags hold an address without IP_VERSION_SET: " + flags);
        }
        if (version && ipVersion != 4 && ipVersion != 6) {
            throw new IllegalArgumentException("ipVersion is 4 or 6, not " + ipVersion);
        }
        requireIn("ipProtocol", ipProtocol, 0xFF);
        requireIn("localPort", localPort, 0xFFFF);
        requireIn("remotePort", remotePort, 0xFFFF);
    }

    private static void requireIn(String member, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(member + " is 0 to " + most + ", not " + value);
        }
    }

    /** The flags as one number, the sum of their bits. */
    public int flagBits() {
        return flags.stream().mapToInt(NetEventFlag::bit).reduce(0, (a, b) -> a | b);
    }

    /** {@code FWP_AF_INET}, {@code FWP_AF_INET6}, or {@code FWP_AF_NONE} without a version. */
    public String addressFamily() {
        return switch (ipVersion) {
            case 4 -> "FWP_AF_INET";
            case 6 -> "FWP_AF_INET6";
            default -> "FWP_AF_NONE";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.engine.packet.IpProtocol;
import java.util.Optional;

/** The protocol in a rule's header. */
public enum RuleProtocol {
    IP("ip", 0),
    IPV4("ipv4", 4),
    IPV6("ipv6", 6),
    TCP("tcp", 0),
    /** TCP packet by packet. */
    TCP_PACKET("tcp-pkt", 0),
    /** TCP on the stream alone. */
    TCP_STREAM("tcp-stream", 0),
    UDP("udp", 0),
    SCTP("sctp", 0),
    ICMP("icmp", 0),
    ICMPV4("icmpv4", 4),
    ICMPV6("icmpv6", 6);

    private final String word;
    private final int version;

    RuleProtocol(String word, int version) {
        this.word = word;
        this.version = version;
    }

    static Optional<RuleProtocol> of(String word) {
        String plain = word.equals("ip4") ? "ipv4" : word.equals("ip6") ? "ipv6" : word;
        for (RuleProtocol protocol : values()) {
            if (protocol.word.equals(plain)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** Whether TCP packets are among what the rule is about. */
    public boolean includesTcp() {
        return includes(4, IpProtocol.TCP) || includes(6, IpProtocol.TCP);
    }

    /**
     * Whether the rule is about packets of this kind.
     *
     * @param ipVersion 4 or 6
     * @param ipProtocol of the packet, after extension headers
     */
    public boolean includes(int ipVersion, int ipProtocol) {
        if (version != 0 && version != ipVersion) {
            return false;
        }
        return switch (this) {
            case IP, IPV4, IPV6 -> true;
            case TCP, TCP_PACKET, TCP_STREAM -> ipProtocol == IpProtocol.TCP;
            case UDP -> ipProtocol == IpProtocol.UDP;
            case SCTP -> ipProtocol == IpProtocol.SCTP;
            case ICMP, ICMPV4, ICMPV6 -> ipProtocol == IpProtocol.ICMP || ipProtocol == IpProtocol.ICMPV6;
        };
    }
}

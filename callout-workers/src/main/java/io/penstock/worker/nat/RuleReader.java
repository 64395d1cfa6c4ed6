// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.endpoint.AddressPrefix;
import io.penstock.worker.endpoint.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the rules of a provider context, and tells its reader what is wrong with them. Used once. */
final class RuleReader {
    private static final int MOST_RULES = 1_024;
    /** Pairs of address and port are numbered with 32 bits. */
    private static final int MOST_HOST_BITS = 16;

    private static final List<String> KEYS =
            List.of("source", "destination", "to", "ports", "toPorts", "protocol", "peers");

    private RuleReader() {}

    static TranslationRules read(ContextReader context) {
        context.keys(List.of("translations", "report"));
        boolean report = context.choice("report", Map.of("connections", true, "nothing", false), true);
        List<TranslationRule> rules = new ArrayList<>();
        for (ContextReader entry : context.entries("translations", "translation", MOST_RULES)) {
            TranslationRule rule = rule(entry);
            for (int before = 0; rule != null && before < rules.size(); before++) {
                if (rules.get(before) != null && rules.get(before).overlaps(rule)) {
                    entry.wrong("it overlaps translation " + (before + 1), "");
                }
            }
            rules.add(rule);
        }
        return rules.contains(null) ? TranslationRules.NONE : new TranslationRules(rules, report);
    }

    private static TranslationRule rule(ContextReader entry) {
        int before = entry.faultCount();
        entry.keys(KEYS);
        boolean isSource = entry.has("source");
        if (isSource == entry.has("destination")) {
            entry.wrong("it needs either source or destination", "");
        }
        AddressPrefix from = prefix(entry, isSource ? "source" : "destination");
        AddressPrefix to = prefix(entry, "to");
        AddressPrefix peers = prefix(entry, "peers");
        PortRange ports = ports(entry, "ports");
        PortRange toPorts = ports(entry, "toPorts");
        int protocol = protocol(entry, isSource, ports);
        if (!entry.has("to")) {
            entry.wrong("it needs to", "");
        }
        if (entry.faultCount() > before) {
            return null;
        }
        TranslationRule rule = new TranslationRule(
                isSource,
                protocol,
                new EndpointRange(from, ports),
                new EndpointRange(to, toPorts == null ? ports : toPorts),
                peers);
        fits(entry, rule, toPorts);
        return entry.faultCount() > before ? null : rule;
    }

    private static AddressPrefix prefix(ContextReader entry, String key) {
        return entry.parsed(key, AddressPrefix::parse, "an address or a prefix");
    }

    private static PortRange ports(ContextReader entry, String key) {
        return entry.parsed(key, PortRange::parse, "a port or a range");
    }

    private static int protocol(ContextReader entry, boolean isSource, PortRange ports) {
        int protocol = entry.choice(
                "protocol",
                Map.of("tcp", IpProtocol.TCP, "udp", IpProtocol.UDP, "icmp", IpProtocol.ICMP),
                TranslationRule.ANY_PROTOCOL);
        if (protocol == IpProtocol.ICMP && !isSource && ports != null) {
            entry.wrong(
                    "ports",
                    "the identifier of an ICMP echo is its sender's: no ports in a destination rule",
                    "a source rule");
        }
        return protocol;
    }

    private static void fits(ContextReader entry, TranslationRule rule, PortRange toPorts) {
        EndpointRange from = rule.from();
        EndpointRange to = rule.to();
        if (from.addresses().ipv6() != to.addresses().ipv6()) {
            entry.wrong("to", from.addresses() + " and " + to.addresses() + " are of different IP versions", "");
            return;
        }
        if (rule.peers() != null && rule.peers().ipv6() != from.addresses().ipv6()) {
            entry.wrong("peers", "peers " + rule.peers() + " are of another IP version", "");
        }
        if (from.ports() == null) {
            if (toPorts != null) {
                entry.wrong("toPorts", "toPorts needs ports", "");
            }
            if (from.addresses().hostBits() != to.addresses().hostBits()) {
                entry.wrong(
                        "to",
                        "without ports, " + from.addresses() + " and " + to.addresses() + " must be of equal length",
                        "");
            }
        } else if (from.addresses().hostBits() == to.addresses().hostBits()) {
            if (from.ports().size() != to.ports().size()) {
                entry.wrong(
                        "toPorts",
                        from.ports().size() + " ports become " + to.ports().size(),
                        "equally many");
            }
        } else if (Math.max(from.addresses().hostBits(), to.addresses().hostBits()) > MOST_HOST_BITS) {
            entry.wrong("more than " + (1 << MOST_HOST_BITS) + " addresses share ports", "");
        } else if (from.size() > to.size()) {
            entry.wrong(from.size() + " pairs of address and port do not fit into " + to.size(), "");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.packet.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the rules of a provider context, and gathers what is wrong with them. Used once. */
final class RuleReader {
    private static final int MOST_RULES = 1_024;
    /** Pairs of address and port are numbered with 32 bits. */
    private static final int MOST_HOST_BITS = 16;

    private static final Set<String> KEYS =
            Set.of("source", "destination", "to", "ports", "toPorts", "protocol", "peers");

    private final List<String> errors = new ArrayList<>();
    private String at = "";

    TranslationRules read(Map<String, Object> data) {
        unknown(data, Set.of("translations", "report"));
        String report = text(data, "report");
        if (report != null && !report.equals("connections") && !report.equals("nothing")) {
            wrong("report is connections or nothing, not " + report);
        }
        List<TranslationRule> rules = new ArrayList<>();
        if (!(data.get("translations") instanceof List<?> entries)) {
            wrong("the provider context has no list of translations");
        } else if (entries.size() > MOST_RULES) {
            wrong(entries.size() + " translations, more than " + MOST_RULES);
        } else {
            for (Object entry : entries) {
                add(rules, entry);
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return new TranslationRules(rules, !"nothing".equals(report));
    }

    private void add(List<TranslationRule> rules, Object entry) {
        at = "translation " + (rules.size() + 1) + ": ";
        TranslationRule rule = entry instanceof Map<?, ?> fields ? rule(fields) : null;
        if (!(entry instanceof Map<?, ?>)) {
            wrong("it is no mapping");
        }
        for (int before = 0; rule != null && before < rules.size(); before++) {
            if (rules.get(before) != null && rules.get(before).overlaps(rule)) {
                wrong("it overlaps translation " + (before + 1));
            }
        }
        rules.add(rule);
        at = "";
    }

    private TranslationRule rule(Map<?, ?> fields) {
        int before = errors.size();
        unknown(fields, KEYS);
        boolean isSource = fields.containsKey("source");
        if (isSource == fields.containsKey("destination")) {
            wrong("it needs either source or destination");
        }
        AddressPrefix from = read(fields, isSource ? "source" : "destination", AddressPrefix::parse);
        AddressPrefix to = read(fields, "to", AddressPrefix::parse);
        AddressPrefix peers = read(fields, "peers", AddressPrefix::parse);
        PortRange ports = read(fields, "ports", PortRange::parse);
        PortRange toPorts = read(fields, "toPorts", PortRange::parse);
        int protocol = protocol(fields, isSource, ports);
        if (!fields.containsKey("to")) {
            wrong("it needs to");
        }
        if (errors.size() > before) {
            return null;
        }
        TranslationRule rule = new TranslationRule(
                isSource,
                protocol,
                new EndpointRange(from, ports),
                new EndpointRange(to, toPorts == null ? ports : toPorts),
                peers);
        fits(rule, toPorts);
        return errors.size() > before ? null : rule;
    }

    private int protocol(Map<?, ?> fields, boolean isSource, PortRange ports) {
        String name = text(fields, "protocol");
        if (name == null) {
            return TranslationRule.ANY_PROTOCOL;
        }
        switch (name) {
            case "tcp":
                return IpProtocol.TCP;
            case "udp":
                return IpProtocol.UDP;
            case "icmp":
                if (!isSource && ports != null) {
                    wrong("the identifier of an ICMP echo is its sender's: no ports in a destination rule");
                }
                return IpProtocol.ICMP;
            default:
                wrong("protocol is tcp, udp or icmp, not " + name);
                return TranslationRule.ANY_PROTOCOL;
        }
    }

    private void fits(TranslationRule rule, PortRange toPorts) {
        EndpointRange from = rule.from();
        EndpointRange to = rule.to();
        if (from.addresses().ipv6() != to.addresses().ipv6()) {
            wrong(from.addresses() + " and " + to.addresses() + " are of different IP versions");
            return;
        }
        if (rule.peers() != null && rule.peers().ipv6() != from.addresses().ipv6()) {
            wrong("peers " + rule.peers() + " are of another IP version");
        }
        if (from.ports() == null) {
            if (toPorts != null) {
                wrong("toPorts needs ports");
            }
            if (from.addresses().hostBits() != to.addresses().hostBits()) {
                wrong("without ports, " + from.addresses() + " and " + to.addresses() + " must be of equal length");
            }
        } else if (from.addresses().hostBits() == to.addresses().hostBits()) {
            if (from.ports().size() != to.ports().size()) {
                wrong(from.ports().size() + " ports become " + to.ports().size());
            }
        } else if (Math.max(from.addresses().hostBits(), to.addresses().hostBits()) > MOST_HOST_BITS) {
            wrong("more than " + (1 << MOST_HOST_BITS) + " addresses share ports");
        } else if (from.size() > to.size()) {
            wrong(from.size() + " pairs of address and port do not fit into " + to.size());
        }
    }

    private void unknown(Map<?, ?> fields, Set<String> known) {
        for (Object key : fields.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                wrong("unknown key " + key);
            }
        }
    }

    private static String text(Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        return value == null ? null : String.valueOf(value);
    }

    private <T> T read(Map<?, ?> fields, String key, Function<String, T> parse) {
        String text = text(fields, key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException unreadable) {
            wrong(key + " " + text + ": " + unreadable.getMessage());
            return null;
        }
    }

    private void wrong(String what) {
        errors.add(at + what);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.redirect;

import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.endpoint.AddressPrefix;
import io.penstock.worker.endpoint.Endpoint;
import io.penstock.worker.endpoint.PortRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The redirects of one provider context; the first that is for an end decides. Immutable.
 *
 * @param rules in the order of the context
 * @param reports whether each redirect is told of
 */
record RedirectRules(List<RedirectRule> rules, boolean reports) {
    static final RedirectRules NONE = new RedirectRules(List.of(), true);

    private static final int MOST_RULES = 1_024;
    private static final int LONGEST_CONTEXT = 4_096;
    private static final List<String> KEYS = List.of(
            "name",
            "remote",
            "local",
            "ports",
            "protocol",
            "to",
            "toPort",
            "process",
            "context",
            "reauthorizeIfModified");
    private static final String ANY = "any";

    /** Reads {@code {redirects: [...], report: redirects|nothing}}, telling the reader what is wrong. */
    static RedirectRules read(ContextReader context) {
        context.keys(List.of("redirects", "report"));
        boolean reports = context.choice("report", Map.of("redirects", true, "nothing", false), true);
        List<RedirectRule> rules = new ArrayList<>();
        for (ContextReader entry : context.entries("redirects", "redirect", MOST_RULES)) {
            int before = entry.faultCount();
            RedirectRule rule = rule(entry);
            if (entry.faultCount() == before) {
                rules.add(rule);
            }
        }
        return new RedirectRules(List.copyOf(rules), reports);
    }

    private static RedirectRule rule(ContextReader entry) {
        entry.keys(KEYS);
        String end = entry.has("local") ? "local" : "remote";
        if (entry.has("remote") == entry.has("local")) {
            entry.wrong("it needs either remote, for a connect, or local, for a bind", "");
        }
        AddressPrefix from = ANY.equals(entry.text(end)) ? null : prefix(entry, end);
        AddressPrefix to = prefix(entry, "to");
        int toPort = (int) entry.number("toPort", 0, PortRange.MOST, Endpoint.NO_PORT);
        if (!entry.has("to") && !entry.has("toPort")) {
            entry.wrong("it goes nowhere else", "to or toPort");
        }
        if (to != null && to.hostBits() > 0) {
            entry.wrong("to", to + " as to", "one address");
        }
        if (to != null && from != null && to.ipv6() != from.ipv6()) {
            entry.wrong("to", from + " and " + to + " are of different IP versions", "");
        }
        PortRange ports = entry.parsed("ports", PortRange::parse, "a port or a range");
        int protocol = entry.choice(
                "protocol",
                Map.of("tcp", IpProtocol.TCP, "udp", IpProtocol.UDP, "icmp", IpProtocol.ICMP),
                RedirectRule.ANY_PROTOCOL);
        if (protocol == IpProtocol.ICMP && (ports != null || toPort != Endpoint.NO_PORT)) {
            entry.wrong("protocol", "ICMP has no ports", "tcp or udp, or neither ports nor toPort");
        }
        return new RedirectRule(
                name(entry),
                end.equals("remote"),
                protocol,
                from,
                ports,
                to == null ? null : new Endpoint(to.ipv6(), to.high(), to.low(), Endpoint.NO_PORT),
                toPort,
                text(entry),
                entry.number("process", 0, 0xFFFF_FFFFL, 0),
                entry.flag("reauthorizeIfModified", false));
    }

    private static AddressPrefix prefix(ContextReader entry, String key) {
        return entry.parsed(key, AddressPrefix::parse, key.equals("to") ? "an address" : "an address, a prefix or any");
    }

    private static String name(ContextReader entry) {
        String name = entry.quoted("name");
        return name == null || name.isBlank() ? "redirected" : name;
    }

    private static String text(ContextReader entry) {
        String text = entry.has("context") ? entry.text("context") : "";
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_CONTEXT) {
            entry.wrong("context", "its context is too long", "at most " + LONGEST_CONTEXT + " bytes");
        }
        return text;
    }

    /** The redirect of an end, or null. */
    RedirectRule find(boolean connect, int protocol, Endpoint end) {
        for (RedirectRule rule : rules) {
            if (rule.isFor(connect, protocol, end)) {
                return rule;
            }
        }
        return null;
    }
}

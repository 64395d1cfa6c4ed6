// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.described;
import static io.penstock.engine.policy.document.Schema.names;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.orNothing;
import static io.penstock.engine.policy.document.Schema.pattern;

import io.penstock.engine.policy.PolicySettings;
import java.util.List;
import java.util.Map;

/** Settings in the schema, with their defaults in their descriptions. */
final class SettingsSchema {
    private SettingsSchema() {}

    static Map<String, Object> settings() {
        Map<String, Object> time = pattern("^\\s*[0-9]{1,10}\\s*(ms|s|m|h)\\s*$");
        Map<String, Object> size =
                anyOf(of("type", "integer", "minimum", 1), pattern("^\\s*[0-9]{1,18}\\s*([KMG]iB)?\\s*$"));
        Map<String, Object> choice = names(List.of("block", "permit"));
        Map<String, Object> flag = anyOf(of("type", "boolean"), names(List.of("true", "false")));
        Map<String, Object> settings = of(
                "pend.timeout", described("How long a pended packet waits, wall clock.", time),
                "pend.onTimeout", described("What becomes of a pended packet that no one answers in time.", choice),
                "pend.onOverflow", described("What becomes of what cannot be pended or held.", choice),
                "pend.perFlowLimit",
                        described(
                                "Packets held behind a pended one, where an agent enforces.",
                                count(PolicySettings.MOST_PEND_PER_FLOW)),
                "pend.maxBytes", described("Bytes pended and held per callout and partition.", size),
                "pend.maxPackets",
                        described("Packets pended and held per callout and partition.", count(Integer.MAX_VALUE)),
                "reinject.maxDepth",
                        described("Longest chain of injections.", count(PolicySettings.MOST_REINJECT_DEPTH)),
                "forward.visitInboundIpPacket",
                        described("Whether forwarded packets visit INBOUND_IPPACKET too.", flag),
                "forward.groupFragments",
                        described(
                                "Whether the fragments of a forwarded packet visit IPFORWARD once more as a group.",
                                flag),
                "host.profile",
                        described("The network profile of the hosts' interfaces.", names(SettingsReader.PROFILES)),
                "match.prefixIsSuffix", described("Whether PREFIX means 'ends with', as in Windows.", flag),
                "flow.datagramIdle", described("Packet time after which a flow without TCP is idle.", time),
                "flow.tcpIdle", described("Packet time after which a TCP flow is idle.", time),
                "stream.maxBytesPerFlow",
                        described("Bytes that wait at the stream layer per flow and direction.", size),
                "stream.maxBytes",
                        described("Bytes that wait at the stream layer over all flows of a partition.", size),
                "policy.strictDuplicates", described("Refuse two identical conditions in a filter.", flag));
        settings.replaceAll((key, schema) -> withDefault(key, schema));
        return Schema.object(SettingsReader.KEYS, List.of(), settings);
    }

    private static Map<String, Object> count(int most) {
        return anyOf(of("type", "integer", "minimum", 1, "maximum", most), pattern("^\\s*" + Schema.DIGITS + "\\s*$"));
    }

    private static Map<String, Object> withDefault(String key, Object schema) {
        String otherwise = SettingsText.of(PolicySettings.DEFAULT).stream()
                .filter(setting -> setting.startsWith(key + ": "))
                .map(setting -> setting.substring(key.length() + 2))
                .findFirst()
                .orElse("false");
        Map<String, Object> described = of();
        ((Map<?, ?>) schema).forEach((keyword, value) -> described.put(keyword.toString(), value));
        String text = described.remove("description") + " Default: " + otherwise + ".";
        return described(text, orNothing(described));
    }
}

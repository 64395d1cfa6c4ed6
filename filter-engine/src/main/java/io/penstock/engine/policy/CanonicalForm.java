// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canonical form of a policy: JSON without white space, members sorted by name, numbers of any width as decimal text. It holds what can
 * change a verdict or what a verdict names, after defaults are filled in and names resolved; comments, key order, spelling and filter ids do
 * not show, the order of sublayers and of filters does, since it breaks ties.
 */
final class CanonicalForm {
    private CanonicalForm() {}

    /** SHA-256 of the canonical form, 64 hex digits. */
    static String version(Policy policy) {
        return HexFormat.of().formatHex(sha256(text(policy)));
    }

    /** First 8 bytes of the SHA-256 of what stands at one layer. */
    static long digest(Policy policy, List<CompiledSublayer> sublayers) {
        StringBuilder text = new StringBuilder();
        for (CompiledSublayer sublayer : sublayers) {
            for (CompiledFilter compiled : sublayer.filters()) {
                Filter filter = compiled.filter();
                json(filter(filter), text);
                String callout = filter.action().callout();
                json(
                        callout == null
                                ? Map.of()
                                : callout(policy.callout(callout).orElseThrow()),
                        text);
                String context = filter.providerContextKey();
                json(
                        context == null
                                ? Map.of()
                                : context(policy.providerContext(context).orElseThrow()),
                        text);
            }
        }
        return ByteBuffer.wrap(sha256(text.toString())).getLong();
    }

    static String text(Policy policy) {
        Map<String, Object> all = new TreeMap<>();
        all.put("settings", settings(policy.settings()));
        all.put(
                "subLayers",
                policy.sublayers().stream()
                        .sorted(Comparator.comparingInt(Sublayer::order))
                        .map(CanonicalForm::sublayer)
                        .toList());
        all.put(
                "callouts",
                sorted(policy.callouts().stream().map(CanonicalForm::callout).toList(), "calloutKey"));
        all.put(
                "providerContexts",
                sorted(
                        policy.providerContexts().stream()
                                .map(CanonicalForm::context)
                                .toList(),
                        "providerContextKey"));
        all.put("filters", policy.filters().stream().map(CanonicalForm::filter).toList());
        StringBuilder text = new StringBuilder();
        json(all, text);
        return text.toString();
    }

    private static List<Map<String, Object>> sorted(List<Map<String, Object>> objects, String key) {
        return objects.stream()
                .sorted((a, b) -> a.get(key).toString().compareTo(b.get(key).toString()))
                .toList();
    }

    private static Map<String, Object> settings(PolicySettings s) {
        Map<String, Object> members = new TreeMap<>();
        members.put("pend.timeout", s.pendTimeout().toMillis());
        members.put("pend.onTimeout", s.permitOnTimeout() ? "permit" : "block");
        members.put("pend.onOverflow", s.permitOnOverflow() ? "permit" : "block");
        members.put("pend.perFlowLimit", s.pendPerFlowLimit());
        members.put("pend.maxBytes", s.pendMaxBytes());
        members.put("pend.maxPackets", s.pendMaxPackets());
        members.put("reinject.maxDepth", s.reinjectMaxDepth());
        members.put("forward.visitInboundIpPacket", s.visitInboundIpPacketForForwarded());
        members.put("forward.groupFragments", s.groupForwardedFragments());
        members.put("host.profile", s.profile());
        members.put("match.prefixIsSuffix", s.prefixIsSuffix());
        members.put("flow.datagramIdle", s.datagramIdle().toMillis());
        members.put("flow.tcpIdle", s.tcpIdle().toMillis());
        members.put("stream.maxBytesPerFlow", s.streamMaxBytesPerFlow());
        members.put("stream.maxBytes", s.streamMaxBytes());
        return members;
    }

    private static Map<String, Object> sublayer(Sublayer sublayer) {
        return Map.of("subLayerKey", sublayer.subLayerKey(), "weight", sublayer.weight());
    }

    private static Map<String, Object> callout(CalloutObject callout) {
        return Map.of(
                "calloutKey", callout.calloutKey(),
                "name", callout.name(),
                "applicableLayer",
                        callout.applicableLayers().stream()
                                .map(Layer::key)
                                .sorted()
                                .toList(),
                "inert", callout.inert());
    }

    private static Map<String, Object> context(ProviderContext context) {
        return Map.of(
                "providerContextKey", context.providerContextKey(), "type", context.type(), "data", context.data());
    }

    private static Map<String, Object> filter(Filter filter) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("filterKey", filter.filterKey());
        members.put("name", filter.name());
        members.put("layerKey", filter.layer().key());
        members.put("subLayerKey", filter.subLayerKey());
        members.put("effectiveWeight", Long.toUnsignedString(filter.effectiveWeight()));
        members.put(
                "filterCondition",
                filter.conditions().stream().map(CanonicalForm::condition).toList());
        members.put("action", filter.action().key());
        if (filter.action().callout() != null) {
            members.put("calloutKey", filter.action().callout());
        }
        members.put(
                "flags", filter.flags().stream().map(FilterFlag::key).sorted().toList());
        if (filter.providerContextKey() != null) {
            members.put("providerContextKey", filter.providerContextKey());
        }
        if (filter.rawContext() != 0) {
            members.put("rawContext", Long.toUnsignedString(filter.rawContext()));
        }
        return members;
    }

    private static Map<String, Object> condition(Condition condition) {
        return Map.of(
                "fieldKey", condition.field().key(),
                "matchType", condition.matchType().key(),
                "type", condition.value().type().name(),
                "value", value(condition.value()));
    }

    private static Object value(ConditionValue value) {
        return switch (value) {
            case ConditionValue.Empty() -> "";
            case ConditionValue.Number(DataType type, long number) ->
                type.isSigned() ? Long.toString(number) : Long.toUnsignedString(number);
            case ConditionValue.Wide(long high, long low) -> hex(high, low);
            case ConditionValue.V4Mask(int address, int mask) ->
                Integer.toUnsignedString(address) + "/" + Integer.toUnsignedString(mask);
            case ConditionValue.V6Mask(long high, long low, int length) -> hex(high, low) + "/" + length;
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> List.of(value(low), value(high));
            case ConditionValue.Blob(String hex) -> hex;
            case ConditionValue.Text(var _, String text) -> text;
            case ConditionValue.Carried(var _, String text) -> text;
        };
    }

    private static String hex(long high, long low) {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    private static void json(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> members -> object(members, out);
            case Collection<?> items -> {
                out.append('[');
                String comma = "";
                for (Object item : items) {
                    out.append(comma);
                    json(item, out);
                    comma = ",";
                }
                out.append(']');
            }
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> string(value.toString(), out);
        }
    }

    private static void object(Map<?, ?> members, StringBuilder out) {
        Map<String, Object> sorted = new TreeMap<>();
        members.forEach((key, value) -> sorted.put(key.toString(), value));
        out.append('{');
        String comma = "";
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.append(comma);
            string(member.getKey(), out);
            out.append(':');
            json(member.getValue(), out);
            comma = ",";
        }
        out.append('}');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

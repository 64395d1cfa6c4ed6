// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.document.PolicyComments.Subject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes a policy as a YAML document: settings spelled out, one filter per layer, effective weights, values with their types, comments where they belong. */
final class YamlWriter {
    private static final String CONDITIONS = "filterCondition";

    private final CommentedLines lines;

    YamlWriter(PolicyComments comments) {
        lines = new CommentedLines(comments);
    }

    String write(Policy policy) {
        lines.begin();
        lines.section("settings", () -> settings(policy.settings()));
        objects("providers", policy.providers(), Provider::providerKey, this::provider);
        objects("subLayers", policy.sublayers(), Sublayer::subLayerKey, this::sublayer);
        objects("callouts", policy.callouts(), CalloutObject::calloutKey, this::callout);
        objects("providerContexts", policy.providerContexts(), ProviderContext::providerContextKey, this::context);
        objects("filters", policy.filters(), Filter::filterKey, this::filter);
        return lines.end();
    }

    private void settings(PolicySettings settings) {
        for (String setting : SettingsText.of(settings)) {
            lines.line("", "  " + setting);
            lines.finish(new Subject("settings", setting.substring(0, setting.indexOf(':'))));
        }
    }

    private <T> void objects(String section, List<T> objects, Function<T, String> key, Consumer<T> print) {
        if (objects.isEmpty()) {
            lines.emptySection(section);
            return;
        }
        lines.section(section, () -> {
            for (T object : objects) {
                print.accept(object);
                lines.finish(new Subject(section, key.apply(object)));
            }
        });
    }

    private void key(String member, String key) {
        lines.line("", "  - " + member + ": " + quoted(key));
    }

    private void member(String member, String value) {
        lines.line(member, "    " + member + ": " + value);
    }

    private void provider(Provider provider) {
        key("providerKey", provider.providerKey());
        named(provider.name(), null);
        if (provider.serviceName() != null) {
            member("serviceName", quoted(provider.serviceName()));
        }
    }

    private void sublayer(Sublayer sublayer) {
        key("subLayerKey", sublayer.subLayerKey());
        named(sublayer.name(), sublayer.providerKey());
        member("weight", String.valueOf(sublayer.weight()));
    }

    private void named(String name, String providerKey) {
        member("displayData", "{name: " + quoted(name) + "}");
        if (providerKey != null) {
            member("providerKey", quoted(providerKey));
        }
    }

    private void callout(CalloutObject callout) {
        key("calloutKey", callout.calloutKey());
        named(callout.name(), callout.providerKey());
        List<String> layers =
                callout.applicableLayers().stream().map(YamlWriter::layer).toList();
        member("applicableLayer", "[" + String.join(", ", layers) + "]");
        member("inert", String.valueOf(callout.inert()));
    }

    private static String layer(Layer layer) {
        return quoted(layer.key());
    }

    private void context(ProviderContext context) {
        key("providerContextKey", context.providerContextKey());
        named(context.name(), context.providerKey());
        member("type", context.type());
        member("data", flow(context.data()));
    }

    private void filter(Filter filter) {
        key("filterKey", filter.filterKey());
        named(filter.name(), filter.providerKey());
        member("layerKey", layer(filter.layer()));
        member("subLayerKey", quoted(filter.subLayerKey()));
        lines.line(CONDITIONS, "    " + CONDITIONS + (filter.conditions().isEmpty() ? ": []" : ":"));
        for (int i = 0; i < filter.conditions().size(); i++) {
            condition(CONDITIONS + "/" + i, filter.conditions().get(i));
        }
        String callout = filter.action().callout();
        String calloutKey = callout == null ? "" : ", calloutKey: " + quoted(callout);
        member("action", "{type: " + filter.action().key() + calloutKey + "}");
        List<String> flags =
                filter.flags().stream().map(FilterFlag::key).sorted().toList();
        member("flags", "[" + String.join(", ", flags) + "]");
        if (filter.providerContextKey() != null) {
            member("providerContextKey", quoted(filter.providerContextKey()));
        }
        if (filter.rawContext() != 0) {
            member("rawContext", Long.toUnsignedString(filter.rawContext()));
        }
        member("filterId", String.valueOf(filter.filterId()));
        member("effectiveWeight", Long.toUnsignedString(filter.effectiveWeight()));
    }

    private void condition(String name, Condition condition) {
        boolean address = condition.field().key().contains("_ADDRESS");
        lines.line(name, "      - fieldKey: " + condition.field().key());
        lines.line(
                name + "/matchType",
                "        matchType: " + condition.matchType().key());
        lines.line(name + "/conditionValue", "        conditionValue: " + value(condition.value(), address));
    }

    private static String value(ConditionValue value, boolean address) {
        String type = "{type: " + value.type().name();
        return switch (value) {
            case ConditionValue.Empty() -> type + "}";
            case ConditionValue.Range(ConditionValue low, ConditionValue high) ->
                type + ", rangeValue: {valueLow: " + value(low, address) + ", valueHigh: " + value(high, address)
                        + "}}";
            case ConditionValue.V4Mask(int base, int mask) ->
                type + ", v4AddrMask: {addr: " + IpAddressText.v4(base) + ", mask: " + IpAddressText.v4(mask) + "}}";
            case ConditionValue.V6Mask(long high, long low, int length) ->
                type + ", v6AddrMask: {addr: " + quoted(IpAddressText.v6(high, low)) + ", prefixLength: " + length
                        + "}}";
            case ConditionValue.Blob(String hex) -> type + ", byteBlob: {data: " + quoted(hex) + "}}";
            default -> type + ", value: " + single(value, address) + "}";
        };
    }

    private static String single(ConditionValue value, boolean address) {
        return switch (value) {
            case ConditionValue.Number(DataType type, long number)
            when type == DataType.FWP_BYTE_ARRAY6_TYPE -> quoted(mac(number));
            case ConditionValue.Number(DataType type, long number)
            when type == DataType.FWP_UINT32 && address -> IpAddressText.v4((int) number);
            case ConditionValue.Number(var _, long number) -> Long.toUnsignedString(number);
            case ConditionValue.Wide(long high, long low) when address -> quoted(IpAddressText.v6(high, low));
            case ConditionValue.Wide(long high, long low) ->
                quoted(String.format(Locale.ROOT, "%016x%016x", high, low));
            case ConditionValue.Text(var _, String text) -> quoted(text);
            case ConditionValue.Carried(var _, String text) -> quoted(text);
            default -> "";
        };
    }

    private static String mac(long address) {
        String hex = String.format(Locale.ROOT, "%012x", address);
        return hex.replaceAll("(..)(?=.)", "$1:");
    }

    /** Data of any depth in flow style. */
    private static String flow(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> members ->
                "{"
                        + String.join(
                                ", ",
                                members.entrySet().stream()
                                        .map(m -> quoted(m.getKey().toString()) + ": " + flow(m.getValue()))
                                        .toList())
                        + "}";
            case Collection<?> items ->
                "[" + String.join(", ", items.stream().map(YamlWriter::flow).toList()) + "]";
            case Double number -> decimal(number);
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> quoted(value.toString());
        };
    }

    /** Without an exponent, and not to be taken for an integer. */
    private static String decimal(double number) {
        String plain = new BigDecimal(Double.toString(number)).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** Double-quoted as in JSON, so that no text can be taken for anything else. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c >= 0x7F && c <= 0x9F || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

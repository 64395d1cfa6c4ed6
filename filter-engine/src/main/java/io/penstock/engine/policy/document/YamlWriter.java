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
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a policy as a YAML document: settings spelled out, one filter per layer, effective weights, values with their types. */
final class YamlWriter {
    private final StringBuilder out = new StringBuilder();

    String write(Policy policy) {
        settings(policy.settings());
        list("providers", policy.providers());
        policy.providers().forEach(this::provider);
        list("subLayers", policy.sublayers());
        policy.sublayers().forEach(this::sublayer);
        list("callouts", policy.callouts());
        policy.callouts().forEach(this::callout);
        list("providerContexts", policy.providerContexts());
        policy.providerContexts().forEach(this::context);
        list("filters", policy.filters());
        policy.filters().forEach(this::filter);
        return out.toString();
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void list(String key, List<?> items) {
        line(items.isEmpty() ? key + ": []" : key + ":");
    }

    private void settings(PolicySettings settings) {
        line("settings:");
        SettingsText.of(settings).forEach(setting -> line("  " + setting));
    }

    private void provider(Provider provider) {
        line("  - providerKey: " + quoted(provider.providerKey()));
        line("    displayData: {name: " + quoted(provider.name()) + "}");
        if (provider.serviceName() != null) {
            line("    serviceName: " + quoted(provider.serviceName()));
        }
    }

    private void sublayer(Sublayer sublayer) {
        line("  - subLayerKey: " + quoted(sublayer.subLayerKey()));
        named(sublayer.name(), sublayer.providerKey());
        line("    weight: " + sublayer.weight());
    }

    private void named(String name, String providerKey) {
        line("    displayData: {name: " + quoted(name) + "}");
        if (providerKey != null) {
            line("    providerKey: " + quoted(providerKey));
        }
    }

    private void callout(CalloutObject callout) {
        line("  - calloutKey: " + quoted(callout.calloutKey()));
        named(callout.name(), callout.providerKey());
        line("    applicableLayer: ["
                + String.join(
                        ", ",
                        callout.applicableLayers().stream()
                                .map(YamlWriter::layer)
                                .toList()) + "]");
        line("    inert: " + callout.inert());
    }

    private static String layer(Layer layer) {
        return quoted(layer.key());
    }

    private void context(ProviderContext context) {
        line("  - providerContextKey: " + quoted(context.providerContextKey()));
        named(context.name(), context.providerKey());
        line("    type: " + context.type());
        line("    data: " + flow(context.data()));
    }

    private void filter(Filter filter) {
        line("  - filterKey: " + quoted(filter.filterKey()));
        named(filter.name(), filter.providerKey());
        line("    layerKey: " + layer(filter.layer()));
        line("    subLayerKey: " + quoted(filter.subLayerKey()));
        list("    filterCondition", filter.conditions());
        filter.conditions().forEach(this::condition);
        String callout = filter.action().callout();
        line("    action: {type: " + filter.action().key() + (callout == null ? "" : ", calloutKey: " + quoted(callout))
                + "}");
        List<String> flags =
                filter.flags().stream().map(FilterFlag::key).sorted().toList();
        line("    flags: [" + String.join(", ", flags) + "]");
        if (filter.providerContextKey() != null) {
            line("    providerContextKey: " + quoted(filter.providerContextKey()));
        }
        if (filter.rawContext() != 0) {
            line("    rawContext: " + Long.toUnsignedString(filter.rawContext()));
        }
        line("    filterId: " + filter.filterId());
        line("    effectiveWeight: " + Long.toUnsignedString(filter.effectiveWeight()));
    }

    private void condition(Condition condition) {
        boolean address = condition.field().key().contains("_ADDRESS");
        line("      - fieldKey: " + condition.field().key());
        line("        matchType: " + condition.matchType().key());
        line("        conditionValue: " + value(condition.value(), address));
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

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Documents with one mistake each, which the reader refuses. */
public final class RefusedDocuments {
    private RefusedDocuments() {}

    /** Lines of a filter with one mistake, its place, and parts of the error. */
    public static Stream<Arguments> filters() {
        return Stream.of(
                refusal(
                        "layerKey: ALE_AUTH_CONECT_V4",
                        "4:15",
                        "FWP_E_LAYER_NOT_FOUND",
                        "(nearest: FWPM_LAYER_ALE_AUTH_CONNECT_V4)"),
                refusal("subLayerKey: missing", "5:18", "FWP_E_SUBLAYER_NOT_FOUND"),
                refusal("weight: 16", "5:13", "FWP_E_INVALID_WEIGHT", "0..15"),
                refusal("weight: {type: FWP_UINT16, uint8: 1}", "5:20", "FWP_E_INVALID_WEIGHT"),
                refusal("action: CONTINUE", "5:13", "FWP_E_INVALID_ACTION_TYPE"),
                refusal("action: CALLOUT_TERMINATING", "5:13", "FWP_E_CALLOUT_NOT_FOUND"),
                refusal("action: {type: CALLOUT_UNKNOWN, calloutKey: nobody}", "5:49", "FWP_E_CALLOUT_NOT_FOUND"),
                refusal("action: {type: PERMIT, calloutKey: streams}", "5:20", "FWP_ACTION_PERMIT with a callout"),
                refusal("action: {type: CALLOUT_UNKNOWN, calloutKey: streams}", "4:15", "FWP_E_INCOMPATIBLE_LAYER"),
                refusal(
                        "flags: [CLEAR_ACTION_RIHGT]",
                        "5:13",
                        "FWP_E_INVALID_FLAGS",
                        "(nearest: FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT)"),
                refusal("flags: [DISABLED]", "5:12", "FWP_E_INVALID_FLAGS", "read-only"),
                refusal("flags: [PERSISTENT, BOOTTIME]", "5:12", "FWP_E_INVALID_FLAGS", "exclude"),
                refusal("flags: [PERMIT_IF_CALLOUT_UNREGISTERED]", "5:12", "FWP_E_INVALID_FLAGS"),
                refusal("flags: [HAS_PROVIDER_CONTEXT]", "5:12", "FWP_E_INVALID_FLAGS"),
                refusal("subLayerKey: FWPM_SUBLAYER_INSPECTION", "6:13", "FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER"),
                refusal("providerContextKey: nothing", "5:25", "FWP_E_PROVIDER_CONTEXT_NOT_FOUND"),
                refusal("providerKey: nobody", "5:18", "FWP_E_PROVIDER_NOT_FOUND"),
                refusal("displayData: {description: nameless}", "5:18", "FWP_E_NULL_DISPLAY_NAME"),
                refusal("filterId: 0", "5:15", "filterId"),
                refusal("colour: blue", "5:5", "unknown key 'colour'"),
                refusal("weight: 1\n    weight: 2", "6:5", "duplicate key 'weight'"),
                condition("fieldKey: ETHER_TYPE, conditionValue: arp", "5:34", "FWP_E_CONDITION_NOT_FOUND"),
                condition("fieldKey: IP_PROTOCL, conditionValue: tcp", "5:34", "(nearest: FWPM_CONDITION_IP_PROTOCOL)"),
                condition(
                        "fieldKey: IP_PROTOCOL, conditionValue: tpc", "5:63", "FWP_E_TYPE_MISMATCH", "(nearest: tcp)"),
                condition("fieldKey: IP_PROTOCOL, conditionValue: 256", "5:63", "FWP_E_TYPE_MISMATCH", "0..255"),
                condition(
                        "fieldKey: IP_PROTOCOL, conditionValue: {type: FWP_UINT16, uint16: 6}",
                        "5:70",
                        "FWP_E_TYPE_MISMATCH"),
                condition("fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/33", "5:69", "FWP_E_INVALID_NET_MASK"),
                condition("fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.256", "5:69", "FWP_E_TYPE_MISMATCH"),
                condition(
                        "fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/255.0.255.0",
                        "5:69",
                        "FWP_E_INVALID_NET_MASK"),
                condition(
                        "fieldKey: IP_REMOTE_ADDRESS, conditionValue: [10.0.0.9, 10.0.0.1]",
                        "5:69",
                        "FWP_E_INVALID_RANGE"),
                condition("fieldKey: IP_REMOTE_PORT, conditionValue: 10.0.0.0/8", "5:66", "FWP_E_TYPE_MISMATCH"),
                condition("fieldKey: ALE_USER_ID, conditionValue: S-1-5-18", "5:63", "FWP_E_TYPE_MISMATCH", "SDDL"),
                condition(
                        "fieldKey: ALE_USER_ID, conditionValue: 'D:(A;;CC;;;XX)'",
                        "5:63",
                        "ERROR_INVALID_SECURITY_DESCR",
                        "'XX' as a SID"),
                condition(
                        "fieldKey: ALE_USER_ID, matchType: LESS, conditionValue: 'D:(A;;CC;;;WD)'",
                        "5:58",
                        "FWP_E_MATCH_TYPE_MISMATCH"),
                condition("fieldKey: IP_REMOTE_PORT, conditionValue: 90-80", "5:66", "FWP_E_INVALID_RANGE"),
                condition("fieldKey: IP_REMOTE_PORT, conditionValue: [1, 2, 3]", "5:66", "[low, high]"),
                condition("fieldKey: IP_REMOTE_PORT, matchType: LIKE, conditionValue: 1", "5:61", "unknown match type"),
                condition(
                        "fieldKey: IP_REMOTE_PORT, matchType: PREFIX, conditionValue: 1",
                        "5:61",
                        "FWP_E_MATCH_TYPE_MISMATCH"),
                condition(
                        "fieldKey: IP_REMOTE_PORT, matchType: EQUAL, conditionValue: 1-2",
                        "5:61",
                        "FWP_E_MATCH_TYPE_MISMATCH"),
                condition(
                        "fieldKey: IP_REMOTE_PORT, matchType: NOT_EQUAL, conditionValue: FWP_EMPTY",
                        "5:61",
                        "FWP_E_MATCH_TYPE_MISMATCH"),
                condition("fieldKey: IP_REMOTE_PORT", "5:23", "condition without conditionValue"));
    }

    /** The document around lines of {@link #filters}. */
    public static String around(String lines) {
        String action = lines.contains("action:") ? "" : "\n    action: PERMIT";
        String layer = lines.startsWith("layerKey") ? "" : "    layerKey: ALE_AUTH_CONNECT_V4\n";
        return "callouts: [{calloutKey: streams, applicableLayer: STREAM_V4}]\nfilters:\n  - filterKey: f\n" + layer
                + "    " + lines + action;
    }

    /** Documents with a mistake, and a part of the error. */
    public static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("", "p.yaml:1:1: document is empty"),
                Arguments.of("just words", "p.yaml:1:1: 'just words' where a policy should be"),
                Arguments.of("policy: \"x", "not YAML"),
                Arguments.of("policy: x\n---\npolicy: y", "p.yaml:2:1: a second document"),
                Arguments.of("polcy: x", "(nearest: policy)"),
                Arguments.of("a: *b", "alias *b names no anchor"),
                Arguments.of("[".repeat(5000), "nested more than"),
                Arguments.of("settings: {pend.timeout: 5}", "p.yaml:1:26: '5' as pend.timeout"),
                Arguments.of("settings: {pend.onTimout: block}", "(nearest: pend.onTimeout)"),
                Arguments.of("settings: {pend.onTimeout: drop}", "expected block or permit"),
                Arguments.of("settings: {reinject.maxDepth: 0}", "1..255"),
                Arguments.of("settings: {pend.maxBytes: 1TB}", "256MiB"),
                Arguments.of("subLayers: [{subLayerKey: a, weight: 65536}]", "FWP_E_OUT_OF_BOUNDS"),
                Arguments.of("subLayers: [{subLayerKey: a}]", "sublayer without weight"),
                Arguments.of(
                        "subLayers: [{subLayerKey: a, weight: 1}, {subLayerKey: a, weight: 2}]",
                        "FWP_E_ALREADY_EXISTS"),
                Arguments.of("subLayers: [{subLayerKey: FWPM_SUBLAYER_INSPECTION, weight: 5}]", "FWP_E_BUILTIN_OBJECT"),
                Arguments.of(
                        "subLayers: [{subLayerKey: 00000000-0000-0000-0000-0000000000f1, weight: 5}]",
                        "FWP_E_NULL_DISPLAY_NAME"),
                Arguments.of("callouts: [{calloutKey: c}, {calloutKey: c}]", "FWP_E_ALREADY_EXISTS"),
                Arguments.of("callouts: [{calloutKey: c, applicableLayer: NOWHERE}]", "FWP_E_LAYER_NOT_FOUND"),
                Arguments.of(
                        "providerContexts: [{providerContextKey: c, type: FWPM_GENERIC_CONTEXT}]",
                        "FWP_E_PROVIDER_CONTEXT_MISMATCH"),
                Arguments.of("filters: {}", "a list"));
    }

    private static Arguments refusal(String lines, String place, String... parts) {
        return Arguments.of(lines, place, List.of(parts));
    }

    private static Arguments condition(String members, String place, String... parts) {
        return refusal("filterCondition: [{" + members + "}]", place, parts);
    }
}

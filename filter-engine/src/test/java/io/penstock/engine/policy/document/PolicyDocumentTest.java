// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.RandomPolicies;
import io.penstock.engine.policy.Sublayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
    @Test
    void shouldReadTheSamplePolicyAndWriteItBack() throws IOException, PolicyErrors {
        Path sample = Path.of(System.getProperty("penstock.root", ".."), "samples", "policy.yaml");
        Policy policy = PolicyDocument.parse(sample.toString(), Files.readAllBytes(sample));
        assertThat(policy.filters()).hasSizeGreaterThan(30);
        assertThat(parse(PolicyDocument.yaml(policy)).version()).isEqualTo(policy.version());
    }

    @Test
    void shouldNotChangeTheVersionByCommentsOrderOrSpelling() throws PolicyErrors {
        Policy one = parse("filters: [{filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, "
                + "filterCondition: [{fieldKey: IP_PROTOCOL, conditionValue: tcp}]}]");
        Policy other = parse("# a comment\n"
                + "settings:\n"
                + "  pend.timeout: 60000ms\n"
                + "filters:\n"
                + "- action: {type: FWP_ACTION_BLOCK}\n"
                + "  filterCondition:\n"
                + "  - {conditionValue: 0x6, fieldKey: FWPM_CONDITION_IP_PROTOCOL, matchType: FWP_MATCH_EQUAL}\n"
                + "  layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4\n"
                + "  subLayerKey: FWPM_SUBLAYER_UNIVERSAL\n"
                + "  filterKey: f\n");
        assertThat(one.version()).isEqualTo(other.version()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldChangeTheVersionByASettingOrATieBreak() throws PolicyErrors {
        String a = "{filterKey: a, layerKey: STREAM_V4, action: BLOCK}";
        String b = "{filterKey: b, layerKey: STREAM_V4, action: PERMIT}";
        String version = parse("filters: [" + a + ", " + b + "]").version();
        assertThat(parse("filters: [" + b + ", " + a + "]").version()).isNotEqualTo(version);
        assertThat(parse("settings: {pend.timeout: 61s}\nfilters: [" + a + ", " + b + "]")
                        .version())
                .isNotEqualTo(version);
        assertThat(parse("settings: {pend.timeout: 61s}").settings().pendTimeout())
                .isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void shouldKeepProvidersWithTheirObjectsButNotInTheVersion() throws PolicyErrors {
        String objects = "subLayers: [{subLayerKey: 11111111-2222-3333-4444-555555555555, weight: 7,"
                + " displayData: {name: Mine}%1$s}]\n"
                + "callouts: [{calloutKey: c%1$s}]\n"
                + "providerContexts: [{providerContextKey: x, displayData: {name: X}%1$s}]\n"
                + "filters: [{filterKey: f, layerKey: STREAM_V4, action: BLOCK%1$s}]\n";
        Policy plain = parse(objects.formatted(""));
        Policy owned = parse("providers: [{providerKey: acme, displayData: {name: Acme}, serviceName: acmesvc}]\n"
                + objects.formatted(", providerKey: acme"));
        Policy again = parse(PolicyDocument.yaml(owned));
        assertThat(owned.version()).isEqualTo(plain.version());
        assertThat(again.version()).isEqualTo(plain.version());
        assertThat(again.providers()).containsExactly(new Provider("acme", "Acme", "acmesvc"));
        assertThat(again.sublayers())
                .isEqualTo(owned.sublayers())
                .extracting(Sublayer::name)
                .containsExactly("Mine");
        assertThat(again.callouts()).isEqualTo(owned.callouts());
        assertThat(again.providerContexts()).isEqualTo(owned.providerContexts());
        assertThat(again.filters())
                .isEqualTo(owned.filters())
                .extracting(Filter::providerKey)
                .containsExactly("acme");
    }

    @Test
    void shouldMakeOneFilterPerLayer() throws PolicyErrors {
        Policy policy =
                parse("filters: [{filterKey: f, layerKey: [ALE_AUTH_CONNECT_V4, ALE_AUTH_CONNECT_V6], action: BLOCK}]");
        assertThat(policy.filters())
                .extracting(Filter::filterKey)
                .containsExactly("f@ALE_AUTH_CONNECT_V4", "f@ALE_AUTH_CONNECT_V6");
    }

    @Test
    void shouldReadEveryFriendlySpelling() throws PolicyErrors {
        assertThat(value("ALE_AUTH_CONNECT_V4", "IP_PROTOCOL", "udp")).isEqualTo(number(DataType.FWP_UINT8, 17));
        assertThat(value("ALE_AUTH_CONNECT_V4", "IP_REMOTE_ADDRESS", "10.1.2.3"))
                .isEqualTo(number(DataType.FWP_UINT32, 0x0A010203));
        assertThat(value("ALE_AUTH_CONNECT_V4", "IP_REMOTE_ADDRESS", "10.0.0.0/8"))
                .isEqualTo(new ConditionValue.V4Mask(0x0A000000, 0xFF000000));
        assertThat(value("ALE_AUTH_CONNECT_V6", "IP_REMOTE_ADDRESS", "'fd20::/16'"))
                .isEqualTo(new ConditionValue.V6Mask(0xFD20L << 48, 0, 16));
        assertThat(value("ALE_AUTH_CONNECT_V6", "IP_REMOTE_ADDRESS", "'::ffff:1.2.3.4'"))
                .isEqualTo(new ConditionValue.Wide(0, 0xFFFF01020304L));
        assertThat(value("ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT", "8000-8010"))
                .isEqualTo(
                        new ConditionValue.Range(number(DataType.FWP_UINT16, 8000), number(DataType.FWP_UINT16, 8010)));
        assertThat(value("INBOUND_MAC_FRAME_ETHERNET", "MAC_REMOTE_ADDRESS", "'02:00:00:00:00:01'"))
                .isEqualTo(number(DataType.FWP_BYTE_ARRAY6_TYPE, 0x020000000001L));
        assertThat(value("INBOUND_MAC_FRAME_ETHERNET", "ETHER_TYPE", "arp"))
                .isEqualTo(number(DataType.FWP_UINT16, 0x0806));
        assertThat(value("ALE_AUTH_CONNECT_V4", "FLAGS", "[IS_LOOPBACK, FWP_CONDITION_FLAG_IS_REAUTHORIZE]"))
                .isEqualTo(number(DataType.FWP_UINT32, 5));
        assertThat(value("ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT", "{type: FWP_EMPTY}"))
                .isEqualTo(new ConditionValue.Empty());
        assertThat(((ConditionValue.Blob) value("ALE_AUTH_CONNECT_V4", "ALE_APP_ID", "App.EXE")).bytes())
                .isEqualTo("app.exe\0".getBytes(StandardCharsets.UTF_16LE));
    }

    @Test
    void shouldTakeARangeForMatchTypeRangeAndEqualOtherwise() throws PolicyErrors {
        assertThat(condition("ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT", "1-2").matchType())
                .isEqualTo(MatchType.RANGE);
        assertThat(condition("ALE_AUTH_CONNECT_V4", "ICMP_CODE", "1").field().key())
                .isEqualTo("FWPM_CONDITION_IP_REMOTE_PORT");
    }

    @Test
    void shouldKeepTextThatLooksLikeANumberInContexts() throws PolicyErrors {
        Policy policy =
                parse("providerContexts: [{providerContextKey: c, data: {a: 0050, b: 1e10, c: 7, d: [true, ~, x]}}]");
        assertThat(policy.providerContext("c").orElseThrow().data())
                .containsEntry("a", "0050")
                .containsEntry("b", "1e10")
                .containsEntry("c", 7L);
    }

    @Test
    void shouldKeepTheVersionOfAnyPolicyThroughItsYaml() throws PolicyErrors {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomPolicies policies = new RandomPolicies(random);
        List<Layer> layers =
                Layer.all().stream().filter(layer -> !layer.fields().isEmpty()).toList();
        for (int i = 0; i < 100; i++) {
            Policy policy = policies.policy(layers.get(random.nextInt(layers.size())), 20);
            assertThat(parse(PolicyDocument.yaml(policy)).version())
                    .as("seed %d", seed)
                    .isEqualTo(policy.version());
        }
    }

    @Test
    void shouldKeepTheVersionOfAnyPolicyThroughItsJson() throws PolicyErrors {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomPolicies policies = new RandomPolicies(random);
        List<Layer> layers =
                Layer.all().stream().filter(layer -> !layer.fields().isEmpty()).toList();
        for (int i = 0; i < 100; i++) {
            Policy policy = policies.policy(layers.get(random.nextInt(layers.size())), 20);
            assertThat(parse(PolicyDocument.json(policy)).version())
                    .as("seed %d", seed)
                    .isEqualTo(policy.version());
        }
    }

    @Test
    void shouldKeepTheDataOfContextsThroughYamlAndJson() throws PolicyErrors {
        Policy policy = parse("providerContexts: [{providerContextKey: c, data: {a: '0050', b: 12345678901234.5, c:"
                + " 123456789012345678, d: [true, ~, {data: 0.00001}, 20000000.0], e: \"quo\\\"te \\\\ \\n"
                + "\"}}]");
        assertThat(parse(PolicyDocument.yaml(policy)).providerContexts()).isEqualTo(policy.providerContexts());
        assertThat(parse(PolicyDocument.json(policy)).providerContexts()).isEqualTo(policy.providerContexts());
    }

    @Test
    void shouldTellWhereEachFilterStands() throws PolicyErrors {
        String document = """
            filters:
              - filterKey: one
                layerKey: [STREAM_V4, STREAM_V6]
                action: BLOCK
              - {filterKey: two, layerKey: STREAM_V4, action: BLOCK}
            """;
        assertThat(PolicyDocument.located("p", document.getBytes(StandardCharsets.UTF_8), null, key -> null)
                        .places())
                .containsOnly(
                        Map.entry("one@STREAM_V4", new PolicyDocument.Place("p", 2)),
                        Map.entry("one@STREAM_V6", new PolicyDocument.Place("p", 2)),
                        Map.entry("two", new PolicyDocument.Place("p", 5)));
    }

    @Test
    void shouldReadAFiltersRawContextAndCountItToTheVersion() throws PolicyErrors {
        String document = "callouts: [{calloutKey: c}]\n"
                + "filters:\n"
                + "  - {filterKey: f, layerKey: FWPM_LAYER_STREAM_V4, rawContext: %s,\n"
                + "     action: {type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: c}}\n";
        Policy none = parse(document.formatted("0"));
        Policy some = parse(document.formatted("18446744073709551615"));

        assertThat(some.filters().getFirst().rawContext()).isEqualTo(-1);
        assertThat(some.version()).isNotEqualTo(none.version());
        assertThat(parse(PolicyDocument.yaml(some)).version()).isEqualTo(some.version());
    }

    private static ConditionValue number(DataType type, long value) {
        return new ConditionValue.Number(type, value);
    }

    private static ConditionValue value(String layer, String field, String text) throws PolicyErrors {
        return condition(layer, field, text).value();
    }

    private static Condition condition(String layer, String field, String text) throws PolicyErrors {
        return parse("filters: [{filterKey: f, layerKey: " + layer + ", action: BLOCK, filterCondition: [{fieldKey: "
                        + field + ", conditionValue: " + text + "}]}]")
                .filters()
                .getFirst()
                .conditions()
                .getFirst();
    }

    private static Policy parse(String text) throws PolicyErrors {
        return PolicyDocument.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}

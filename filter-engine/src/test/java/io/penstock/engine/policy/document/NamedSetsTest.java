// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named sets of addresses and ports: what uses of them mean, and how mistakes are told. */
class NamedSetsTest {
    private static final String SETS = """
        sets:
          addresses:
            office: [10.0.0.0/8, 192.168.1.1-192.168.1.9, "fd00::/8"]
            trusted: [$office, 203.0.113.7, 10.0.0.0/8]
          ports: {web: [80, 443, 8000-8100]}
        """;

    @Test
    void shouldMeanWhatTheConditionsWrittenOutMean() throws PolicyErrors {
        Policy named = parse(SETS + """
            filters:
              - filterKey: f
                layerKey: ALE_AUTH_CONNECT_V4
                action: BLOCK
                filterCondition:
                  - { fieldKey: IP_REMOTE_ADDRESS, conditionValue: $trusted }
                  - { fieldKey: IP_REMOTE_PORT, matchType: EQUAL, conditionValue: $web }
            """);
        Policy written = parse("""
            filters:
              - filterKey: f
                layerKey: ALE_AUTH_CONNECT_V4
                action: BLOCK
                filterCondition:
                  - { fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/8 }
                  - { fieldKey: IP_REMOTE_ADDRESS, conditionValue: 192.168.1.1-192.168.1.9 }
                  - { fieldKey: IP_REMOTE_ADDRESS, conditionValue: 203.0.113.7 }
                  - { fieldKey: IP_REMOTE_PORT, conditionValue: 80 }
                  - { fieldKey: IP_REMOTE_PORT, conditionValue: 443 }
                  - { fieldKey: IP_REMOTE_PORT, conditionValue: 8000-8100 }
            """);
        assertThat(named.version()).isEqualTo(written.version());
        assertThat(named.filters()).isEqualTo(written.filters());
        assertThat(parse(PolicyDocument.yaml(named)).version()).isEqualTo(named.version());
    }

    @Test
    void shouldTakeTheAddressesOfEachLayersIpVersion() throws PolicyErrors {
        Policy policy = parse(SETS + "filters: [{filterKey: f, layerKey: [ALE_AUTH_CONNECT_V4, ALE_AUTH_CONNECT_V6],"
                + " action: BLOCK, filterCondition: [remote address $office]}]");
        assertThat(policy.filters().get(0).conditions()).hasSize(2);
        assertThat(policy.filters().get(1).conditions())
                .singleElement()
                .satisfies(one -> assertThat(one.value().toString()).contains("prefixLength=8"));
    }

    @Test
    void shouldTakeTextThatBeginsWithADollarSignForItselfWhereTheFieldHoldsText() throws PolicyErrors {
        Policy policy = parse("filters: [{filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK,"
                + " filterCondition: [{fieldKey: ALE_APP_ID, conditionValue: $recycle}]}]");
        assertThat(policy.filters().getFirst().conditions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "addresses: {a: [10.0.0.0/33]} | p.yaml:1:24: FWP_E_INVALID_NET_MASK: '10.0.0.0/33' in the addresses"
                        + " 'a'",
                "addresses: {a: [10.0.0.9-10.0.0.1]} | FWP_E_INVALID_RANGE: '10.0.0.9-10.0.0.1' in the addresses 'a'",
                "addresses: {a: [443]} | FWP_E_TYPE_MISMATCH: '443' in the addresses 'a'",
                "ports: {a: [65536]} | FWP_E_TYPE_MISMATCH: '65536' in the ports 'a'",
                "ports: {a: [1, [2]]} | a list in the ports 'a'",
                "ports: {a: []} | set 'a' without members",
                "ports: {a b: [1]} | 'a b' as the name of a set",
                "ports: {a: [1]}, addresses: {a: [10.0.0.1]} | FWP_E_ALREADY_EXISTS: set 'a' stands twice, first at"
                        + " line 1",
                "ports: {a: [$b]} | unknown set '$b'",
                "ports: {web: [1], a: [$wbe]} | (nearest: $web)",
                "ports: {a: [1]}, addresses: {b: [$a]} | '$a' in a set of addresses is a set of ports",
                "protocols: {a: [tcp]} | unknown key 'protocols' in a mapping of sets",
                "ports: {a: [$b], b: [1, $c], c: [$a]} | sets that hold each other: $a → $b → $c → $a",
                "ports: {a: [$a]} | sets that hold each other: $a → $a"
            })
    void shouldRefuseADefinitionAtItsPlaceWithOneError(String sets, String error) {
        PolicyErrors refused = refused("sets: {" + sets + "}\n");
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused).hasMessageContaining(error).hasMessageContaining("p.yaml:1:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "IP_REMOTE_ADDRESS, conditionValue: $offce | unknown set '$offce' — expected a name under sets"
                        + " (nearest: $office)",
                "IP_REMOTE_ADDRESS, conditionValue: $web | '$web' for FWPM_CONDITION_IP_REMOTE_ADDRESS, a set of ports"
                        + " (line 5)",
                "IP_REMOTE_PORT, conditionValue: $office | a set of addresses (line 3) — expected a set of ports",
                "IP_PROTOCOL, conditionValue: $web | expected a value of its own: sets hold addresses and ports",
                "IP_REMOTE_ADDRESS, matchType: NOT_EQUAL, conditionValue: $office | to exclude a set, decide it in a"
                        + " heavier filter"
            })
    void shouldRefuseAUseAtItsPlace(String condition, String error) {
        PolicyErrors refused = refused(SETS + "filters: [{filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK,"
                + " filterCondition: [{fieldKey: " + condition + "}]}]");
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused).hasMessageStartingWith("p.yaml:6:").hasMessageContaining(error);
    }

    @Test
    void shouldRefuseASetWithoutAnAddressOfTheLayersIpVersionRatherThanMatchEverything() {
        PolicyErrors refused = refused("sets: {addresses: {a: [10.0.0.1]}}\nfilters: [{filterKey: f, layerKey:"
                + " ALE_AUTH_CONNECT_V6, action: PERMIT, filterCondition: [remote address $a]}]");
        assertThat(refused).hasMessageContaining("'$a' holds no IPv6 address (line 1)");
    }

    @Test
    void shouldRefuseSetsThatStandForMoreThanAPolicyMayHold() {
        String members = IntStream.range(0, 60_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String filters = IntStream.range(0, 10)
                .mapToObj(i -> "  - {filterKey: f" + i + ", layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK,"
                        + " filterCondition: [remote port $all]}\n")
                .collect(Collectors.joining());
        PolicyErrors refused = refused("sets: {ports: {all: [" + members + "]}}\nfilters:\n" + filters);
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused).hasMessageContaining("the sets stand for more than 500000 conditions");
    }

    @Test
    void shouldRefuseALongRowOfSetsWithOneError() {
        String row = IntStream.range(0, 5000)
                .mapToObj(i -> "s" + i + ": [$s" + (i + 1) + "]")
                .collect(Collectors.joining(", "));
        PolicyErrors refused = refused("sets: {ports: {" + row + ", s5000: [1]}}\n");
        assertThat(refused).hasMessageContaining("sets nested more than 16 deep");
        PolicyErrors backwards = refused("sets: {ports: {s5000: [1], "
                + IntStream.range(0, 5000)
                        .mapToObj(i -> "s" + (4999 - i) + ": [$s" + (5000 - i) + "]")
                        .collect(Collectors.joining(", "))
                + "}}\n");
        assertThat(backwards).hasMessageContaining("sets nested more than 16 deep");
    }

    private static Policy parse(String text) throws PolicyErrors {
        return PolicyDocument.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static PolicyErrors refused(String text) {
        return catchThrowableOfType(PolicyErrors.class, () -> parse(text));
    }
}

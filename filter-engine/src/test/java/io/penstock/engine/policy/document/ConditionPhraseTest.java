// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.RandomPolicies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions in words mean the same as those spelled out. */
class ConditionPhraseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remote port 443 | IP_REMOTE_PORT | EQUAL | 443",
                "Remote  Port = 443 | IP_REMOTE_PORT | EQUAL | 443",
                "protocol tcp | IP_PROTOCOL | EQUAL | tcp",
                "remote address 10.0.0.0/8 | IP_REMOTE_ADDRESS | EQUAL | 10.0.0.0/8",
                "remote address not in 10.0.0.0/8 | IP_REMOTE_ADDRESS | NOT_EQUAL | 10.0.0.0/8",
                "local port 8000-8010 | IP_LOCAL_PORT | RANGE | 8000-8010",
                "local port in 8000-8010 | IP_LOCAL_PORT | RANGE | 8000-8010",
                "local port ≥ 1024 | IP_LOCAL_PORT | GREATER_OR_EQUAL | 1024",
                "local port != 22 | IP_LOCAL_PORT | NOT_EQUAL | 22",
                "ICMP type 8 | ICMP_TYPE | EQUAL | 8",
                "local address type multicast | IP_LOCAL_ADDRESS_TYPE | EQUAL | 3",
                "IP_REMOTE_PORT 443 | IP_REMOTE_PORT | EQUAL | 443",
                "FWPM_CONDITION_IP_REMOTE_PORT > 443 | IP_REMOTE_PORT | GREATER | 443",
                "flags has any of IS_LOOPBACK IS_FRAGMENT | FLAGS | FLAGS_ANY_SET | '[IS_LOOPBACK, IS_FRAGMENT]'",
                "flags has none of IS_LOOPBACK | FLAGS | FLAGS_NONE_SET | IS_LOOPBACK",
                "application 'C:\\this or that.exe' | ALE_APP_ID | EQUAL | '\"''C:\\\\this or that.exe''\"'",
                "remote port is FWP_EMPTY | IP_REMOTE_PORT | EQUAL | FWP_EMPTY"
            })
    void shouldMeanTheConditionSpelledOut(String phrase, String field, String match, String value) throws PolicyErrors {
        assertThat(conditions("\"" + phrase.replace("\\", "\\\\") + "\""))
                .isEqualTo(conditions(
                        "{fieldKey: " + field + ", matchType: " + match + ", conditionValue: " + value + "}"));
    }

    @Test
    void shouldReadAlternativesAndConditionsOfBothForms() throws PolicyErrors {
        assertThat(conditions("protocol tcp or udp, remote port 80 or 443 or 8000-8100, {fieldKey: IP_LOCAL_PORT,"
                        + " conditionValue: 9}"))
                .isEqualTo(conditions("protocol tcp, protocol udp, remote port 80, remote port 443, remote port in"
                        + " 8000-8100, local port 9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remote prot 443 | 1:90: FWP_E_CONDITION_NOT_FOUND: no field in 'remote prot 443' — expected a field"
                        + " in words, an operator or none, a value: remote port 443 (nearest: remote port)",
                "remote port | 1:90: condition 'remote port' without a value",
                "remote port not | without a value",
                "remote port 65536 | 1:102: FWP_E_TYPE_MISMATCH: '65536' for FWPM_CONDITION_IP_REMOTE_PORT",
                "protocol tcp or upd | 1:106: FWP_E_TYPE_MISMATCH: 'upd' for FWPM_CONDITION_IP_PROTOCOL — expected"
                        + " FWP_UINT8, 0..255 or a name (nearest: udp)",
                "remote port not 80 or 443 | 1:102: alternatives behind 'not' hold for every value",
                "remote port > 1-2 | 1:102: FWP_E_MATCH_TYPE_MISMATCH",
                "ether type arp | FWP_E_CONDITION_NOT_FOUND: field 'FWPM_CONDITION_ETHER_TYPE' at layer"
            })
    void shouldTellAMistakeAtItsWord(String phrase, String error) {
        PolicyErrors refused = catchThrowableOfType(PolicyErrors.class, () -> conditions(phrase));
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused).hasMessageContaining(error);
    }

    @Test
    void shouldReadBackTheWordsThatShowPrints() throws PolicyErrors {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        RandomPolicies policies = new RandomPolicies(new Random(seed));
        Layer layer = Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow();
        int read = 0;
        for (int i = 0; i < 2000; i++) {
            Condition condition = policies.condition(layer);
            String words = new ConditionText(layer, true).of(List.of(condition));
            boolean ofNumbers = words.matches("[a-zA-Z ]+ (=|≠|<|>|≤|≥|in) [0-9./-]+");
            if (ofNumbers) {
                read++;
                assertThat(conditions("'" + words + "'"))
                        .as("seed %d: %s", seed, words)
                        .isEqualTo(List.of(condition));
            }
        }
        assertThat(read).isGreaterThan(20);
    }

    private static List<Condition> conditions(String conditions) throws PolicyErrors {
        String document = "filters: [{filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, filterCondition: ["
                + conditions + "]}]";
        return PolicyDocument.parse("p.yaml", document.getBytes(StandardCharsets.UTF_8))
                .filters()
                .getFirst()
                .conditions();
    }
}

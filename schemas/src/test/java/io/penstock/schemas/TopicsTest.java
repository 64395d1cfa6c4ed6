// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @ParameterizedTest
    @CsvSource({
        "penstock-signature, penstock.pended.penstock-signature",
        "{A0-b}, penstock.pended._7bA0-b_7d",
        "a_b, penstock.pended.a_5fb",
        "ä b, penstock.pended._c3_a4_20b"
    })
    void shouldSpellACalloutsTopicSoThatNoTwoKeysShareOne(String key, String topic) {
        assertThat(Topics.pended(key)).isEqualTo(topic);
        assertThat(Topic.isValid(Topics.pended(key))).isTrue();
        assertThat(Topics.workers(key)).isEqualTo("workers." + topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ääääääääääääääääääääääääääääääääääääääääääääääääääääää"})
    void shouldRefuseAKeyThatCannotNameATopic(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.pended(key))
                .withMessageContaining("\"" + key + "\"");
    }
}

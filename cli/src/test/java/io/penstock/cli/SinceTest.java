// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T10:00:00Z, 2026-02-28T10:00:00Z",
        "2026-02-28T10:00:00+02:00, 2026-02-28T08:00:00Z",
        "90s, 2026-03-01T11:58:30Z",
        "15m, 2026-03-01T11:45:00Z",
        "2h, 2026-03-01T10:00:00Z",
        "7d, 2026-02-22T12:00:00Z"
    })
    void shouldReadMomentsAndHowLongAgoTheyWere(String text, Instant moment) {
        assertThat(Since.parse("--since", text, NOW)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "5", "5w", "2026-02-28", "-2h"})
    void shouldRefuseWhatIsNoMoment(String text) {
        assertThatThrownBy(() -> Since.parse("--since", text, NOW))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one form of application ids: lower case, UTF-16LE, a NUL at the end (spec 3.2). */
class ApplicationIdTest {
    @ParameterizedTest
    @CsvSource({
        "App.EXE, app.exe",
        "app.exE, app.exe",
        "\\Device\\\u00c9\u0100\u0416, \\device\\\u00e9\u0101\u0436",
        "\u0130, \u0069",
        "'', ''"
    })
    void shouldBringIdsToLowerCaseAndTerminateThem(String id, String normal) {
        byte[] wanted = bytes(normal + '\0');
        assertThat(ApplicationId.normal(bytes(id))).isEqualTo(wanted);
        assertThat(ApplicationId.normal(bytes(id + '\0'))).isEqualTo(wanted);
    }

    @Test
    void shouldLeaveWhatIsInThatFormOrNoUtf16() {
        byte[] normal = bytes("app.exe\0");
        assertThat(ApplicationId.normal(normal)).isSameAs(normal);
        byte[] odd = {'A', 0, 'B'};
        assertThat(ApplicationId.normal(odd)).isSameAs(odd);
        assertThat(ApplicationId.unterminated(odd)).isSameAs(odd);
    }

    @Test
    void shouldNotChangeTheArrayItWasGiven() {
        byte[] given = bytes("APP\0");
        ApplicationId.normal(given);
        assertThat(given).isEqualTo(bytes("APP\0"));
    }

    @Test
    void shouldTakeTheNulFromTheEndOnly() {
        assertThat(ApplicationId.unterminated(bytes("a\0"))).isEqualTo(bytes("a"));
        assertThat(ApplicationId.unterminated(bytes("\0"))).isEmpty();
        assertThat(ApplicationId.unterminated(bytes("a\0b"))).isEqualTo(bytes("a\0b"));
        assertThat(ApplicationId.unterminated(new byte[] {1, 0, 0})).containsExactly(1, 0, 0);
        assertThat(ApplicationId.unterminated(new byte[] {0, 1, 1, 0})).containsExactly(0, 1, 1, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }
}

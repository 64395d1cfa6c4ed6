// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.stream.control.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionReferenceTest {

    @Test
    void shouldTakeShortNumbersForRevisionsAndHexDigitsForVersions() {
        assertThat(RevisionReference.expectation("--expect", "7")).isEqualTo(new Expectation.Revision(7));
        assertThat(RevisionReference.expectation("--expect", "@7")).isEqualTo(new Expectation.Revision(7));
        assertThat(RevisionReference.expectation("--expect", "0123abc")).isEqualTo(new Expectation.Version("0123abc"));
        assertThat(RevisionReference.expectation("--expect", "@012345678901"))
                .isEqualTo(new Expectation.Version("012345678901"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "-1", "abc", "0123ABC", "newest", "7.0"})
    void shouldRefuseWhatIsNeither(String text) {
        assertThatThrownBy(() -> RevisionReference.expectation("--expect", text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.worker.signature.SignatureSet.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureSetTest {
    @Test
    void shouldFindTextAndHexAndNameTheFirstPlaceOfEach() {
        SignatureSet set = set(Map.of("name", "greeting", "text", "grüß"), Map.of("name", "mz", "hex", "4d 5A:90"));
        byte[] payload = concat("ab MZ".getBytes(UTF_8), new byte[] {(byte) 0x90}, "grüß, grüß".getBytes(UTF_8));
        assertThat(set.search(payload, 0, payload.length))
                .containsExactly(new Match("mz", 3), new Match("greeting", 6));
    }

    @Test
    void shouldLookAtNothingOutsideThePayload() {
        SignatureSet set = set(Map.of("name", "x", "text", "xyz"));
        byte[] frame = "xyz-xy-xyz".getBytes(UTF_8);
        assertThat(set.search(frame, 1, 8)).isEmpty();
        assertThat(set.search(frame, 1, 9)).containsExactly(new Match("x", 6));
    }

    @Test
    void shouldReportTwoNamesOfTheSameBytes() {
        SignatureSet set = set(Map.of("name", "one", "text", "ab"), Map.of("name", "two", "hex", "6162"));
        assertThat(set.search("ab".getBytes(UTF_8), 0, 2))
                .extracting(Match::name)
                .containsExactlyInAnyOrder("one", "two");
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(
                        Map.of("name", "both", "text", "a", "hex", "61"), "signature both needs either text or hex"),
                Arguments.of(Map.of("name", "none"), "signature none needs either text or hex"),
                Arguments.of(Map.of("text", "a"), "a signature needs a name and either text or hex: {text=a}"),
                Arguments.of("text", "a signature needs a name and either text or hex: text"),
                Arguments.of(Map.of("name", " ", "text", "a"), "a signature has no name"),
                Arguments.of(Map.of("name", "empty", "text", ""), "signature empty has 0 bytes, expected 1 to 1024"),
                Arguments.of(Map.of("name", "number", "hex", 11), "signature number: put its text or hex in quotes"),
                Arguments.of(Map.of("name", "odd", "hex", "abc"), "signature odd has hex \"abc\""),
                Arguments.of(
                        Map.of("name", "more", "text", "a", "offset", 3),
                        "signature more has other fields than name and text or hex"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseWhatItCannotLookFor(Object entry, String message) {
        assertThatThrownBy(() -> set(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseAContextWithoutSignatures() {
        assertThatThrownBy(() -> SignatureSet.of(Map.of("signature", List.of())))
                .hasMessage(
                        "unknown key signature, expected signatures, blockRemoteSeconds; the provider context has no"
                                + " list of signatures");
    }

    private static SignatureSet set(Object... entries) {
        return SignatureSet.of(Map.of("signatures", List.of(entries)));
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an edit set finds, and which contexts it refuses. */
class EditSetTest {
    private static EditSet.Place find(String text, boolean last, String... patterns) {
        List<Edit> edits = List.of(patterns).stream()
                .map(pattern -> new Edit(pattern, pattern.getBytes(ISO_8859_1), new byte[0], true, false))
                .toList();
        byte[] bytes = text.getBytes(ISO_8859_1);
        return new EditSet(edits).find(false, bytes, 0, bytes.length, last);
    }

    @Test
    void shouldFindTheFirstPlaceOfAnyPattern() {
        assertThat(find("one two one", true, "two", "one").offset()).isZero();
        assertThat(find("a two one", true, "one", "two").edit().name()).isEqualTo("two");
        assertThat(find("nothing", true, "one", "two")).isNull();
    }

    @Test
    void shouldTakeTheEditThatIsListedFirstWhereTwoBeginTogether() {
        assertThat(find("abcd", true, "ab", "abcd").edit().name()).isEqualTo("ab");
        assertThat(find("abcd", true, "abcd", "ab").edit().name()).isEqualTo("abcd");
        EditSet.Place undecided = find("abc", false, "abcd", "ab");
        assertThat(undecided.edit()).as("abcd may still come").isNull();
        assertThat(undecided.needed()).isEqualTo(1);
        assertThat(find("abc", true, "abcd", "ab").edit().name())
                .as("nothing comes")
                .isEqualTo("ab");
    }

    @Test
    void shouldWaitForTheRestOfAPatternAndNoLonger() {
        assertThat(find("xxab", false, "abc")).isEqualTo(new EditSet.Place(2, null, 1));
        assertThat(find("xxab", true, "abc")).isNull();
        assertThat(find("xxabd", false, "abc")).isNull();
    }

    @Test
    void shouldEditTheDirectionsItIsMeantFor() {
        EditSet set = EditSet.of(
                Map.of("edits", List.of(Map.of("find", "a", "replace", "b", "direction", "outbound", "name", "n"))));
        byte[] bytes = {'a'};
        assertThat(set.find(true, bytes, 0, 1, true).edit().replace()).isEqualTo(new byte[] {'b'});
        assertThat(set.find(false, bytes, 0, 1, true)).isNull();
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        Map<String, Object> data = Map.of(
                "edits",
                List.of(
                        Map.of("find", "", "replace", "x"),
                        Map.of("find", "a", "findHex", "61", "replaceHex", "6"),
                        Map.of("find", "a", "replace", 5, "direction", "up", "what", 1)),
                "limit",
                3);
        assertThatThrownBy(() -> EditSet.of(data))
                .hasMessageContainingAll(
                        "unknown key limit",
                        "edit 1: find has 0 bytes, expected 1 to 4096",
                        "edit 2: it needs either find or findHex",
                        "edit 2: replaceHex \"6\"",
                        "edit 3: unknown key what",
                        "edit 3: put replace in quotes",
                        "edit 3: direction is up, expected inbound, outbound or both");
    }
}

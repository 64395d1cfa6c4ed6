// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader makes of a provider context's data, and how it names what is wrong. */
class ContextReaderTest {
    private record Rule(String name, long size, boolean deep) {}

    private static List<Rule> rules(ContextReader context) {
        context.keys(List.of("rules", "limit"));
        ContextReader limit = context.mapping("limit");
        if (limit != null) {
            limit.number("packets", 1, 10, 5);
        }
        return context.entries("rules", "rule", 3).stream()
                .map(entry -> new Rule(entry.quoted("name"), entry.number("size", 0, 9, 7), entry.flag("deep", false)))
                .toList();
    }

    @Test
    void shouldReadWhatIsThereAndFillInWhatIsNot() {
        Map<String, Object> data =
                Map.of("rules", List.of(Map.of("name", "a", "size", 3L, "deep", true), Map.of("name", "b")));

        assertThat(ContextReader.read(data, ContextReaderTest::rules))
                .containsExactly(new Rule("a", 3, true), new Rule("b", 7, false));
        assertThat(ContextReader.faults(data, ContextReaderTest::rules)).isEmpty();
    }

    @Test
    void shouldNameEveryFaultWithItsPlace() {
        Map<String, Object> broken = new HashMap<>(Map.of("name", 5L, "size", 10L, "deep", "maybe"));
        Map<String, Object> data =
                Map.of("rules", List.of(Map.of("name", "a"), "b", broken), "limit", Map.of("packets", "many"));

        assertThat(ContextReader.faults(data, ContextReaderTest::rules))
                .containsExactly(
                        fault("limit: packets is many", "a number from 1 to 10", "limit", "packets"),
                        fault("rule 2: it is no mapping", "a mapping", "rules", 1),
                        fault("rule 3: put name in quotes", "", "rules", 2, "name"),
                        fault("rule 3: size is 10", "a number from 0 to 9", "rules", 2, "size"),
                        fault("rule 3: deep is maybe", "false or true", "rules", 2, "deep"));
        assertThatThrownBy(() -> ContextReader.read(data, ContextReaderTest::rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule 3: size is 10, expected a number from 0 to 9; rule 3: deep is maybe");
    }

    @Test
    void shouldMissTheListThatMustBeThereAndRefuseOneThatIsTooLong() {
        assertThat(ContextReader.faults(Map.of("rule", 1), ContextReaderTest::rules))
                .containsExactly(
                        fault("unknown key rule", "rules, limit", "rule"),
                        fault("the provider context has no list of rules", ""));
        assertThat(ContextReader.faults(Map.of("rules", List.of(1, 2, 3, 4)), ContextReaderTest::rules))
                .containsExactly(fault("4 rules", "at most 3", "rules"));
    }

    private static ConfigurationFault fault(String text, String expected, Object... path) {
        return ConfigurationFault.ofContext(List.of(path), text, expected);
    }
}

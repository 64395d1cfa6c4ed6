// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every rule of the specification that has an id is held by a test that names it, and {@code docs/rules.md} says which. The page is made by
 * {@code mvn -Dquick -pl filter-engine test -Dtest=SpecRulesPageTest -Dpenstock.rules.write=true}.
 */
class SpecRulesPageTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", ".."));
    private static final Path PAGE = ROOT.resolve("docs/rules.md");

    private static List<SpecRules.Rule> rules;
    private static Map<String, SortedSet<String>> tests;

    @BeforeAll
    static void read() throws IOException {
        rules = SpecRules.read();
        tests = NamedTests.under(ROOT).byRule();
    }

    @Test
    void shouldHaveATestForEveryRule() {
        assertThat(rules)
                .filteredOn(rule -> !tests.containsKey(rule.name()))
                .extracting(SpecRules.Rule::name)
                .as("rules that no test names")
                .isEmpty();
    }

    @Test
    void shouldNameNoRuleThatTheSpecificationDoesNotHave() {
        SortedSet<String> unknown = new TreeSet<>(tests.keySet());
        rules.forEach(rule -> unknown.remove(rule.name()));
        assertThat(unknown)
                .as("names in @SpecRule that are no rule of the specification")
                .isEmpty();
    }

    @Test
    void shouldBeThePageThatTheTestsMake() throws IOException {
        String page = page();
        if (Boolean.getBoolean("penstock.rules.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("made anew with -Dpenstock.rules.write=true").hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Rules of the specification, and the tests that hold them

            Made from the `@SpecRule` annotations of all modules' tests by `SpecRulesPageTest`, which fails where a rule has no test or this page is stale:
            `mvn -Dquick -pl filter-engine test -Dtest=SpecRulesPageTest -Dpenstock.rules.write=true` writes it anew. Sections are those of the WFP semantics
            reference; section 11 is its register of conflicts (C) and choices (P).

            | section | rule | about | tests |
            | --- | --- | --- | --- |
            """);
        for (SpecRules.Rule rule : rules) {
            page.append("| ")
                    .append(rule.section())
                    .append(" | ")
                    .append(rule.id())
                    .append(" | ");
            page.append(rule.about()).append(" | ");
            SortedSet<String> named = tests.getOrDefault(rule.name(), new TreeSet<>());
            page.append(String.join(
                    ", ", named.stream().map(SpecRulesPageTest::shown).toList()));
            page.append(" |\n");
        }
        return page.toString();
    }

    private static String shown(String test) {
        int space = test.indexOf(' ');
        String module = test.substring(0, space);
        String name = "`" + test.substring(space + 1) + "`";
        return module.equals("filter-engine") ? name : name + " (" + module + ")";
    }
}

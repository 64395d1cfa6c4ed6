// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a person's comments where a policy is spelled out. */
class PolicyCommentsTest {
    private static final String FILTER = "{filterKey: f, layerKey: STREAM_V4, action: BLOCK}";

    @TempDir
    private Path folder;

    @Test
    void shouldPrintEachCommentAtTheObjectOrMemberThatItIsAbout() throws Exception {
        String print = print("""
            # yaml-language-server: $schema=policy.schema.json
            # The office.
            policy: office # its name
            settings: # of pends
              # An hour is too long.
              pend.timeout: 5m # five minutes
              # Nothing else is set.
            # Ours.
            subLayers:
            # The guard.
            - subLayerKey: guard # first
              # Heavier than Windows' own.
              weight: 0xA000
            filters: # in order
              # Nobody needs it.
              - filterKey: telnet
                displayData: { name: No telnet } # as people call it
                layerKey: [ALE_AUTH_CONNECT_V4, # the old
                           ALE_AUTH_CONNECT_V6] # and the new
                weight: 10 # above the rest
                filterCondition: # both
                  # Transport.
                  - protocol tcp # or it is not telnet
                  # The port.
                  - fieldKey: IP_REMOTE_PORT # theirs
                    conditionValue: 23 # assigned
                    # Not 2323.
                  # No address.
                action: BLOCK # hard enough
                # flags: [CLEAR_ACTION_RIGHT]
              # - filterKey: ssh
            # The end.
            """);
        assertThat(print.lines().toList())
                .startsWith(
                        "# yaml-language-server: $schema=policy.schema.json",
                        "# The office.",
                        "# its name",
                        "settings: # of pends",
                        "  # An hour is too long.",
                        "  pend.timeout: 300s # five minutes")
                .containsSubsequence(
                        "  # Nothing else is set.",
                        "providers: []",
                        "# Ours.",
                        "subLayers:",
                        "  # The guard.",
                        "  - subLayerKey: \"guard\" # first",
                        "    # Heavier than Windows' own.",
                        "    weight: 40960",
                        "filters: # in order",
                        "  # Nobody needs it.",
                        "  - filterKey: \"telnet@ALE_AUTH_CONNECT_V4\"",
                        "    displayData: {name: \"No telnet\"} # as people call it",
                        "    # the old",
                        "    layerKey: \"FWPM_LAYER_ALE_AUTH_CONNECT_V4\" # and the new",
                        "    filterCondition: # both",
                        "      # Transport.",
                        "      - fieldKey: FWPM_CONDITION_IP_PROTOCOL # or it is not telnet",
                        "      # The port.",
                        "      - fieldKey: FWPM_CONDITION_IP_REMOTE_PORT # theirs",
                        "        matchType: FWP_MATCH_EQUAL",
                        "        conditionValue: {type: FWP_UINT16, value: 23} # assigned",
                        "        # Not 2323.",
                        "      # No address.",
                        "    action: {type: FWP_ACTION_BLOCK} # hard enough",
                        "    filterId: 1",
                        "    # flags: [CLEAR_ACTION_RIGHT]",
                        "  - filterKey: \"telnet@ALE_AUTH_CONNECT_V6\"",
                        "  # - filterKey: ssh",
                        "# The end.")
                .anyMatch(line -> line.matches("    effectiveWeight: [0-9]+ # above the rest"));
        assertThat(again(print)).isEqualTo(print);
    }

    @Test
    void shouldPrintCommentsOfAnIncludedDocumentAtItsObjects() throws Exception {
        write("sets.yaml", "# Web ports.\nsets: {ports: {web: [80]}}\n");
        write("rules.yaml", """
            # Rules of the web team.
            include: sets.yaml # theirs
            filters: # two
              - filterKey: a
                layerKey: STREAM_V4
                action: BLOCK
              # The second.
              - {filterKey: b, layerKey: STREAM_V4, action: PERMIT} # last
              # Ask them.
            """);
        write(
                "root.yaml",
                "# Everything.\ninclude: [rules.yaml]\n# Ours.\nfilters:\n  # Mine.\n  - " + FILTER + "\n# Done.\n");
        PolicyDocument.Located read = located(folder.resolve("root.yaml"));
        String print = PolicyDocument.yaml(read.policy(), read.comments());

        assertThat(print.lines()
                        .filter(line -> line.contains("#") || line.contains("filterKey") || line.startsWith("filters")))
                .containsExactly(
                        "# Everything.",
                        "# Web ports.",
                        "# Ours.",
                        "filters:",
                        "  # Rules of the web team.",
                        "  # theirs",
                        "  # two",
                        "  - filterKey: \"a\"",
                        "  # The second.",
                        "  - filterKey: \"b\" # last",
                        "    # Ask them.",
                        "  # Mine.",
                        "  - filterKey: \"f\"",
                        "# Done.");
        assertThat(again(print)).isEqualTo(print);
    }

    @Test
    void shouldTakeCommentsAwayWithTheirObjectAlone() throws PolicyErrors {
        CommentedPolicy both = CommentedPolicy.parse("p", """
            # All.
            filters:
              # The first.
              - filterKey: a # a
                layerKey: STREAM_V4
                action: BLOCK
                # More of the first.
              # The second.
              - {filterKey: b, layerKey: STREAM_V4, action: PERMIT} # b
              # No more.
            """.getBytes(StandardCharsets.UTF_8));
        Policy policy = both.policy();
        List<Filter> second = policy.filters().subList(1, 2);
        Policy without =
                Policy.of(policy.settings(), policy.sublayers(), policy.callouts(), policy.providerContexts(), second);

        assertThat(comments(both.yamlOf(without))).containsExactly("# All.", "# The second.", "# b", "# No more.");
    }

    @Test
    void shouldNotTakeTextForAComment() throws PolicyErrors {
        String print = print("""
            description: | # the only comment
              # text
              more # text
            providerContexts:
              - &anchor#1
                providerContextKey: a#b
                data: {quoted: "# text", single: '# text', plain: a#b, url: "http://x/#y"}
            """);
        assertThat(print).contains("\"a#b\"", "\"# text\"");
        assertThat(print.lines().filter(line -> line.startsWith("#"))).containsExactly("# the only comment");
        assertThat(print.split("the only comment", -1)).hasSize(2);
    }

    @Test
    void shouldPrintCommentsOnWhatAnAliasStandsForOnce() throws Exception {
        String print = print("""
            filters:
              - filterKey: a
                layerKey: ALE_AUTH_CONNECT_V4
                action: &act # what it does
                  type: BLOCK # hard
                filterCondition: &web
                  - remote port 80 # plain
              - filterKey: b
                layerKey: ALE_AUTH_CONNECT_V4
                action: *act # the same
                # As above.
                filterCondition: *web
            """);
        assertThat(comments(print)).containsExactly("# plain", "# hard", "# what it does", "# As above.", "# the same");
        assertThat(again(print)).isEqualTo(print);
    }

    /** The library's own comment tokens make it refuse some of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters: [ # c\n" + FILTER + "]",
                "filters: [" + FILTER + " # c\n]",
                "filters: [" + FILTER + ", # c\n]",
                "filters: [" + FILTER + "] # c",
                "filters: [" + FILTER + "]#c",
                "filters: # c\n - " + FILTER,
                "filters:\n - # c\n  " + FILTER,
                "filters:\n - " + FILTER + "\n# c",
                "filters:\n - " + FILTER + "\n   # c\nsettings: {}",
                "# c\n---\nfilters: [" + FILTER + "]\n",
                "---\nfilters: [" + FILTER + "]\n... # c",
                "--- # c\nfilters: [" + FILTER + "]",
                "%YAML 1.2 # c\n---\nfilters: [" + FILTER + "]",
                "{filters: # c\n [" + FILTER + "]}",
                "{ # c\n filters: [" + FILTER + "]}",
                "{filters: [" + FILTER + "] # c\n}",
                "{filters: [" + FILTER + "]} # c",
                "filters: [{filterKey: # c\n f, layerKey: STREAM_V4, action: BLOCK}]",
                "filters: [{filterKey: f # c\n, layerKey: STREAM_V4, action: BLOCK}]",
                "? filters # c\n: [" + FILTER + "]",
                "filters:\n - filterKey: # c\n    f\n   layerKey: STREAM_V4\n   action: BLOCK",
                "filters:\n - filterKey:\n    # c\n    f\n   layerKey: STREAM_V4\n   action: BLOCK",
                "filters:\r\n - # c\r\n   filterKey: f\r\n   layerKey: STREAM_V4\r\n   action: BLOCK\r\n",
                "\uFEFF# c\nfilters: [" + FILTER + "]",
                "description: text\n  goes on # c\nfilters: [" + FILTER + "]",
                "description: 'text\n\n  goes on' # c\nfilters: [" + FILTER + "]",
                "description: >2- # c\n   text\n\nfilters: [" + FILTER + "]",
                "description: &d # c\n  text\nfilters: [" + FILTER + "]",
                "sets: # c\nfilters: [" + FILTER + "]",
                "policy: p # c\nfilters: [" + FILTER + "]",
                "filters: [" + FILTER + "]\nsettings: {policy.strictDuplicates: true} # c",
                "filters: [" + FILTER + "]\nsettings:\n  policy.strictDuplicates: true # c",
            })
    void shouldKeepACommentWhereverYamlTakesOne(String document) throws Exception {
        String plain = document.replaceAll("#( c|c)", "");
        String print = print(document);

        assertThat(print.split("#", -1)).as(print).hasSize(2);
        assertThat(parse(document).version()).isEqualTo(parse(plain).version());
        assertThat(again(print)).isEqualTo(print);
    }

    @Test
    void shouldCountCommentsToTheNodesOfADocument() {
        byte[] flood = "#\n".repeat(NodeTree.MAX_BYTES / 2).getBytes(StandardCharsets.UTF_8);
        PolicyErrors refused = catchThrowableOfType(PolicyErrors.class, () -> PolicyDocument.parse("p.yaml", flood));
        assertThat(refused)
                .hasMessage(
                        "p.yaml:1000001:1: more than 1000000 nodes and comments, aliases counted with what they stand"
                                + " for — expected a smaller document");
    }

    @Test
    void shouldKeepAsManyCommentsInARowAsADocumentMayHave() throws Exception {
        int many = NodeTree.MAX_NODES - 100;
        String print = print("filters:\n  - " + FILTER + "\n" + "  # c\n".repeat(many));
        assertThat(print.lines().filter(line -> line.equals("  # c")).count()).isEqualTo(many);
    }

    @Test
    void shouldGiveTheVersionThatADocumentWithoutCommentsHas() throws IOException, PolicyErrors {
        Path sample = Path.of(System.getProperty("penstock.root", ".."), "samples", "policy.yaml");
        String text = Files.readString(sample);
        assertThat(text).contains("#");
        String print = print(text);

        assertThat(parse(print).version()).isEqualTo(parse(text).version());
        assertThat(parse(print.replaceAll("(?m)( |^) *#.*$", "")).version())
                .isEqualTo(parse(text).version());
        assertThat(again(print)).isEqualTo(print);
    }

    private static List<String> comments(String print) {
        return print.lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .toList();
    }

    private static String again(String print) throws PolicyErrors {
        return print(print);
    }

    private static String print(String document) throws PolicyErrors {
        CommentedPolicy read = CommentedPolicy.parse("p.yaml", document.getBytes(StandardCharsets.UTF_8));
        return read.yamlOf(read.policy());
    }

    private static Policy parse(String document) throws PolicyErrors {
        return PolicyDocument.parse("p.yaml", document.getBytes(StandardCharsets.UTF_8));
    }

    private PolicyDocument.Located located(Path file) throws IOException, PolicyErrors {
        return PolicyDocument.located(file.toString(), Files.readAllBytes(file), file, key -> null);
    }

    private void write(String name, String document) throws IOException {
        Files.writeString(folder.resolve(name), document);
    }
}

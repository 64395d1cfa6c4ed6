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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy of several documents: in which order, from where, and how mistakes are told. */
class IncludedDocumentsTest {
    private static final String FILTER =
            "filters: [{filterKey: %s, layerKey: ALE_AUTH_CONNECT_V4, subLayerKey: mine, action: BLOCK}]\n";

    @TempDir
    private Path folder;

    @Test
    void shouldStandBeforeTheIncludingDocumentPatternsInTheOrderOfNames() throws Exception {
        write(
                "base.yaml",
                "settings: {pend.timeout: 5s}\nsubLayers: [{subLayerKey: mine, weight: 7}]\n"
                        + "sets: {ports: {web: [80]}}\n");
        write("rules/b.yaml", FILTER.formatted("b"));
        write("rules/a.yaml", "include: ../base.yaml\n" + FILTER.formatted("a"));
        write(
                "root.yaml",
                "include: [base.yaml, rules/*.yaml]\n"
                    + "filters: [{filterKey: c, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, filterCondition: [remote"
                    + " port $web]}]\n");

        PolicyDocument.Located read = located("root.yaml");
        Policy policy = read.policy();

        assertThat(policy.filters()).extracting(Filter::filterKey).containsExactly("a", "b", "c");
        assertThat(policy.settings().pendTimeout()).hasSeconds(5);
        assertThat(read.included()).containsExactly(named("base.yaml"), named("rules/a.yaml"), named("rules/b.yaml"));
        assertThat(read.places())
                .containsEntry("a", new PolicyDocument.Place(named("rules/a.yaml"), 2))
                .containsEntry("c", new PolicyDocument.Place(named("root.yaml"), 2));
        assertThat(PolicyDocument.parse("whole", PolicyDocument.yaml(policy).getBytes(StandardCharsets.UTF_8))
                        .version())
                .isEqualTo(policy.version());
    }

    @Test
    void shouldNameTheChainOfDocumentsThatIncludeEachOther() throws Exception {
        write("a.yaml", "include: sub/b.yaml\n");
        write("sub/b.yaml", "policy: b\ninclude: [c.yaml]\n");
        write("sub/c.yaml", "include: ../a.yaml\n");
        assertThat(refused("a.yaml"))
                .hasMessage(named("sub/c.yaml") + ":1:10: documents that include each other: " + named("a.yaml") + " → "
                        + named("sub/b.yaml") + " → " + named("sub/c.yaml") + " → " + named("a.yaml")
                        + " — expected documents that end somewhere");
    }

    @Test
    void shouldNameBothPlacesOfWhatStandsTwice() throws Exception {
        write("base.yaml", "settings: {pend.timeout: 5s}\nsubLayers: [{subLayerKey: mine, weight: 7}]\n");
        write(
                "root.yaml",
                "include: base.yaml\nsettings: {pend.timeout: 6s}\nsubLayers: [{subLayerKey: mine, weight: 7}]\n");
        assertThat(refused("root.yaml").errors())
                .extracting(PolicyError::toString)
                .satisfiesExactly(
                        setting -> assertThat(setting)
                                .startsWith(named("root.yaml") + ":2:12: ")
                                .contains("'pend.timeout' stands twice, first at " + named("base.yaml") + ":1:12"),
                        sublayer -> assertThat(sublayer)
                                .startsWith(named("root.yaml") + ":3:27: ")
                                .contains("'mine' stands twice, first at " + named("base.yaml") + ":2:27"));
    }

    @Test
    void shouldTellMistakesOfIncludedDocumentsAtTheirPlaces() throws Exception {
        write("base.yaml", "policy: base\nfiltres: []\n");
        write("broken.yaml", "filters: [\n");
        write("root.yaml", "include: [base.yaml, broken.yaml, missing.yaml]\ncolour: blue\n");
        assertThat(refused("root.yaml").errors())
                .extracting(error -> error.source() + ":" + error.line())
                .containsExactly(
                        named("root.yaml") + ":1",
                        named("root.yaml") + ":2",
                        named("base.yaml") + ":2",
                        named("broken.yaml") + ":2");
    }

    @Test
    void shouldNotLeaveTheFolderOfTheFirstDocumentNeitherByPathNorByLink() throws Exception {
        write("outside.yaml", "policy: outside\n");
        write("in/root.yaml", "include: ../outside.yaml\n");
        write("in/absolute.yaml", "include: " + named("in/root.yaml") + "\n");
        write("in/linked.yaml", "include: link.yaml\n");
        Files.createSymbolicLink(folder.resolve("in/link.yaml"), folder.resolve("outside.yaml"));

        assertThat(refused("in/root.yaml")).hasMessageContaining("leads out of the folder of");
        assertThat(refused("in/linked.yaml")).hasMessageContaining("leads out of the folder of");
        assertThat(refused("in/absolute.yaml")).hasMessageContaining("a path from the including document");
    }

    @Test
    void shouldRefuseAPatternThatMatchesNothing() throws Exception {
        write("root.yaml", "include: rules/*.yaml\n");
        assertThat(refused("root.yaml")).hasMessageContaining("no document matches 'rules/*.yaml'");
    }

    @Test
    void shouldBoundTheRowOfDocumentsAndAllTheirBytes() throws Exception {
        for (int i = 0; i < 40; i++) {
            write("d" + i + ".yaml", "include: d" + (i + 1) + ".yaml\n");
        }
        assertThat(refused("d0.yaml").errors()).hasSize(1);
        assertThat(refused("d0.yaml"))
                .hasMessageContaining(named("d15.yaml") + ":1:10: more than 16 documents that include one another");

        String padding = "# " + "x".repeat(9 << 20) + "\n";
        write("one.yaml", padding);
        write("two.yaml", padding + "policy: two\n");
        write("large.yaml", "include: [two.yaml, one.yaml]\n");
        assertThat(refused("large.yaml"))
                .hasMessageStartingWith(named("one.yaml") + ":1:1: document of")
                .hasMessageContaining("those that it includes among them");
    }

    @Test
    void shouldIncludeNothingInADocumentThatIsNoFile() {
        assertThat(catchThrowableOfType(
                        PolicyErrors.class,
                        () -> PolicyDocument.parse("-", "include: base.yaml".getBytes(StandardCharsets.UTF_8))))
                .hasMessage("-:1:10: include in a document that is no file — expected a file, or one whole document");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String named(String name) {
        return folder.resolve(name).toString();
    }

    private PolicyDocument.Located located(String name) throws PolicyErrors, IOException {
        Path file = folder.resolve(name);
        return PolicyDocument.located(file.toString(), Files.readAllBytes(file), file, key -> null);
    }

    private PolicyErrors refused(String name) {
        return catchThrowableOfType(PolicyErrors.class, () -> located(name));
    }
}

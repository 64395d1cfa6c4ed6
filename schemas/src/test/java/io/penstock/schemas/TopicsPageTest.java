// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CatalogueTopic.Cleanup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/topics.md} tells a stranger what to expect on the topics, so it may leave nothing out. */
class TopicsPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("penstock.root", "..")).resolve("docs/topics.md");

    private static List<String> lines;

    @BeforeAll
    static void readPage() throws IOException {
        lines = Files.readAllLines(PAGE);
    }

    @Test
    void shouldDescribeEveryTopicOfTheCatalogueWithItsCleanUp() {
        for (CatalogueTopic topic : TopicCatalogue.topics()) {
            String cleanup = topic.cleanup() == Cleanup.COMPACTED ? "compacted; deletions " : "by age, ";
            String kept = topic.kept().toDays() + " day";
            assertThat(lines)
                    .as(topic.name())
                    .anyMatch(line -> line.startsWith("| `" + topic.name() + "` |") && line.contains(cleanup + kept));
        }
    }

    @Test
    void shouldNameNoTopicThatTheCatalogueDoesNotHave() {
        List<String> known = new ArrayList<>(
                TopicCatalogue.topics().stream().map(CatalogueTopic::name).toList());
        known.add("penstock.pended.<callout>");
        List<String> described = lines.stream()
                .filter(line -> line.startsWith("| `penstock."))
                .map(line -> line.split("`")[1])
                .toList();
        assertThat(described).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void shouldDescribeEveryFieldOfEveryRecordThatTravels() {
        for (Schema record : records()) {
            assertThat(fieldsOnPage(record.getName()))
                    .as(record.getName())
                    .containsExactlyElementsOf(
                            record.getFields().stream().map(Schema.Field::name).toList());
        }
    }

    @Test
    void shouldSayOfEveryRecordThatTravelsOnWhichTopic() {
        for (Schema record : SchemaForms.PRESENT) {
            if (!record.getName().equals(FlowRecord.getClassSchema().getName())) {
                assertThat(lines)
                        .as(record.getName())
                        .anyMatch(
                                line -> line.startsWith("| `penstock.") && line.contains("`" + record.getName() + "`"));
            }
        }
    }

    private static List<String> fieldsOnPage(String record) {
        int heading = lines.indexOf("### " + record);
        assertThat(heading).as("heading of " + record).isNotNegative();
        return lines.stream()
                .skip(heading + 1L)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .toList();
    }

    private static Set<Schema> records() {
        Set<Schema> found = new LinkedHashSet<>();
        SchemaForms.PRESENT.forEach(schema -> addRecords(schema, found));
        return found;
    }

    private static void addRecords(Schema schema, Set<Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.add(schema)) {
                    schema.getFields().forEach(field -> addRecords(field.schema(), found));
                }
            }
            case ARRAY -> addRecords(schema.getElementType(), found);
            case UNION -> schema.getTypes().forEach(type -> addRecords(type, found));
            default -> {}
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stream.ClassifyIdentity;
import io.penstock.stream.ClassifyStage;
import io.penstock.stream.ClassifyTag;
import io.penstock.worker.WorkerStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} says what the enums of the modules say. It is made by
 * {@code mvn -Dquick -pl cli -am test -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dpenstock.golden=write}.
 */
class MetricsPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("penstock.root", "..")).resolve("docs/metrics.md");

    @Test
    void shouldBeThePageThatTheEnumsMake() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("made anew with -Dpenstock.golden=write").hasContent(page);
    }

    @Test
    void shouldNameEveryMeterOnceAndInTheFormOfItsKind() {
        assertThat(MeterCatalogue.all()).extracting(MeterCatalogue.Row::name).doesNotHaveDuplicates();
        assertThat(MeterCatalogue.all()).allSatisfy(row -> {
            assertThat(row.name()).matches("penstock(\\.[a-z]+)+");
            assertThat(row.description()).endsWith(".");
        });
    }

    private static String page() {
        return """
                # Metrics

                Made from the enums `AgentMeter`, `ClassifyMeter`, `WorkerMeter` and `ProcessMeter` by `MetricsPageTest`, which fails where this page is stale. A process shows them at `/metrics` when it is
                started with `--http` ([configuration](configuration.md#metrics-and-health)); [`docker/prometheus`](../docker/prometheus) has alerts and [`docker/grafana`](../docker/grafana) dashboards over them.

                - Counters are since the process started, and count work done, not work committed: after a crash a record is processed again and counted again. Books that must balance over the life of a cluster
                  are read from the topics.
                - A timer is a histogram: `_bucket`, `_count` and `_sum`, and `_max`, the longest of the last minutes. Times are in seconds.
                - A tag is of a closed set, or the key of a callout that the policy or a registration names; never an address. Where the set is closed every value is there from the start, at zero.

                """
                + section("Agents (`agent`, `run`)", MeterCatalogue.agent())
                + section("The topology (`classify`, `run`)", MeterCatalogue.classify())
                + section("Workers (`worker`, `run`)", MeterCatalogue.worker())
                + section("Every process", MeterCatalogue.process())
                + stages() + identities() + tags() + binders();
    }

    private static String section(String title, List<MeterCatalogue.Row> rows) {
        return "## " + title + "\n\n| Prometheus | meter | kind | tags | meaning |\n| --- | --- | --- | --- | --- |\n"
                + rows.stream().map(MetricsPageTest::row).collect(Collectors.joining()) + "\n";
    }

    private static String row(MeterCatalogue.Row row) {
        return "| `" + row.prometheusName() + "` | `" + row.name() + "` | "
                + row.type().name().toLowerCase(Locale.ROOT) + " | "
                + row.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")) + " | "
                + row.description() + " |\n";
    }

    private static String stages() {
        return """
                ## Stages

                capture → published → classified → pended → completed → verdict: where each time begins and ends. Times that begin with a broker's stamp go by two machines' clocks.

                | stage | meter | from | to |
                | --- | --- | --- | --- |
                | published | `penstock.agent.publish.time` | the first packet of a record is read | the brokers acknowledge the record |
                """
                + stage(ClassifyStage.CLASSIFIED.key(), "stamp on the record", "its packets are classified")
                + stage(ClassifyStage.PENDED.key(), "stamp on the packet's record", "the pend is open")
                + stage(WorkerStage.TAKEN, "stamp on a record of pends", "an instance of the callout takes it up")
                + stage(WorkerStage.DECIDED, "then", "the callout has decided")
                + stage(WorkerStage.ANSWERED, "then", "Kafka has the completion")
                + stage(ClassifyStage.COMPLETED.key(), "the pend is open", "it has ended, other than by expiry")
                + stage(
                        ClassifyStage.VERDICT.key(),
                        "stamp on the packet's record",
                        "the verdict of a packet that was pended or held")
                + "\n";
    }

    private static String stage(WorkerStage stage, String from, String to) {
        return "| " + stage.key() + " | `penstock.worker.stage.time` | " + from + " | " + to + " |\n";
    }

    private static String stage(String stage, String from, String to) {
        return "| " + stage + " | `penstock.classify.stage.time` | " + from + " | " + to + " |\n";
    }

    private static String identities() {
        return """
                ## Identities

                What must come out even, after every record. Each is a gauge that reads 0; anything else is a bug, and an alert.

                | gauge | `identity` | must hold |
                | --- | --- | --- |
                | `penstock.agent.imbalance` | | captured = published + dropped + in flight + waiting for a record to fill |
                """
                + Stream.of(ClassifyIdentity.values())
                        .map(identity -> "| `penstock.classify.imbalance` | `" + identity.key() + "` | " + law(identity)
                                + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String law(ClassifyIdentity identity) {
        return switch (identity) {
            case PUBLISHED -> "published = permitted + blocked + absorbed + malformed + waiting";
            case BLOCKED -> "blocked = sum of the discards";
            case PENDED -> "pended = completed + expired + waiting";
        };
    }

    private static String tags() {
        return """
                ## Tags of the topology

                | tag | values |
                | --- | --- |
                """
                + Stream.of(ClassifyTag.values())
                        .map(tag -> "| `" + tag.key() + "` | " + values(tag) + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String values(ClassifyTag tag) {
        return tag.among().isEmpty()
                ? "keys of callouts that are registered, or that the process has; `none` is a static filter"
                : tag.among().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }

    private static String binders() {
        return """
            ## Of Kafka and the JVM

            | names that begin with | from |
            | --- | --- |
            | `kafka_` | Kafka's producers, consumers, share consumers and Kafka Streams themselves, by Micrometer's `KafkaClientMetrics` and `KafkaStreamsMetrics`; [Kafka's documentation](https://kafka.apache.org/documentation/#monitoring) explains them |
            | `jvm_` | Micrometer's binders of class loading, memory, collections and threads |
            | `process_`, `system_` | Micrometer's binders of processors, files and uptime |
            """;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.policy.Policy;
import io.penstock.reclassify.Part;
import io.penstock.reclassify.PartialResults;
import io.penstock.reclassify.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What is read of the packets topic for a question, and where what is done is kept. With a folder the plan of the first run holds for those that resume it, in an
 * application that of the first instance for the others.
 */
public final class TopicPlan {
    private static final String FILE = "plan";
    private static final String FORM = "penstock reclassify 2";

    private final List<Part> parts;
    private final PartialResults partials;
    private final ReadLog log;
    private final long records;

    private TopicPlan(KafkaClientSettings kafka, List<ReadOffsets> offsets, PartialResults partials) {
        log = new ReadLog();
        List<Part> all = new ArrayList<>();
        for (int p = 0; p < offsets.size(); p++) {
            all.add(new TopicPart(kafka, p, offsets.get(p), log));
        }
        parts = List.copyOf(all);
        this.partials = partials;
        records = offsets.stream().mapToLong(one -> one.end() - one.from()).sum();
    }

    /**
     * The plan of a run.
     *
     * @param state the folder, null for none
     * @throws IOException if the folder cannot be read or written
     * @throws OtherQuestionException if the folder belongs to another question
     */
    public static TopicPlan of(KafkaClientSettings kafka, Question question, Path state) throws IOException {
        Cluster cluster = Cluster.of(kafka);
        if (state == null) {
            return new TopicPlan(
                    kafka, ReadOffsets.now(kafka, question.range(), cluster.partitions()), PartialResults.NONE);
        }
        return new TopicPlan(kafka, kept(kafka, question, state, cluster), PartialResults.in(state));
    }

    /** The plan on which the instances of an application agree; each keeps by itself what is done. */
    static TopicPlan agreed(
            KafkaClientSettings kafka, Cluster cluster, ApplicationTopics topics, Question question, boolean lines)
            throws InterruptedException {
        List<String> head = new ArrayList<>(head(cluster, question));
        head.add(lines ? "lines" : "no lines");
        List<ReadOffsets> offsets = new PartOrders(kafka, topics)
                .agree(head, () -> ReadOffsets.now(kafka, question.range(), cluster.partitions()));
        return new TopicPlan(kafka, offsets, PartialResults.NONE);
    }

    /** The question in lines. */
    private static List<String> head(Cluster cluster, Question question) {
        return List.of(
                FORM,
                cluster.id(),
                question.oldSide()
                        .policy()
                        .map(Policy::version)
                        .orElse(question.oldSide().name()),
                question.newSide().policy().orElseThrow().version(),
                question.range().fromNanos() + " " + question.range().toNanos() + " "
                        + question.range().leadInNanos());
    }

    private static List<ReadOffsets> kept(KafkaClientSettings kafka, Question question, Path state, Cluster cluster)
            throws IOException {
        Files.createDirectories(state);
        Path plan = state.resolve(FILE);
        List<String> head = head(cluster, question);
        if (!Files.exists(plan)) {
            List<String> lines = new ArrayList<>(head);
            ReadOffsets.now(kafka, question.range(), cluster.partitions())
                    .forEach(offsets -> lines.add(offsets.line()));
            Path unfinished = state.resolve(FILE + ".unfinished");
            Files.write(unfinished, lines);
            Files.move(unfinished, plan, StandardCopyOption.ATOMIC_MOVE);
        }
        List<String> lines = Files.readAllLines(plan);
        if (lines.size() <= head.size() || !lines.subList(0, head.size()).equals(head)) {
            throw new OtherQuestionException(
                    state + ": holds results of another question (cluster, policies, range); name an empty folder");
        }
        return lines.subList(head.size(), lines.size()).stream()
                .map(ReadOffsets::parse)
                .toList();
    }

    /** The partitions. */
    public List<Part> parts() {
        return parts;
    }

    /** How far reading them has come. */
    public ReadLog log() {
        return log;
    }

    /** Offsets to be read, 0 or more. */
    public long records() {
        return records;
    }

    /** What is done of them. */
    public PartialResults partials() {
        return partials;
    }
}

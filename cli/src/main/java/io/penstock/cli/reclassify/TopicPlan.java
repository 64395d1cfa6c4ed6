// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.policy.Policy;
import io.penstock.reclassify.Part;
import io.penstock.reclassify.PartialResults;
import io.penstock.reclassify.Question;
import io.penstock.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** What is read of the packets topic for a question, and where what is done is kept. With a folder the plan of the first run holds for those that resume it. */
public final class TopicPlan {
    private static final String FILE = "plan";
    private static final String FORM = "penstock reclassify 2";

    private final List<Part> parts;
    private final PartialResults partials;
    private final ReadLog log;
    private final long records;

    private TopicPlan(List<Part> parts, PartialResults partials, ReadLog log, long records) {
        this.parts = parts;
        this.partials = partials;
        this.log = log;
        this.records = records;
    }

    /**
     * The plan of a run.
     *
     * @param state the folder, null for none
     * @throws IOException if the folder cannot be read or written
     * @throws OtherQuestionException if the folder belongs to another question
     */
    public static TopicPlan of(KafkaClientSettings kafka, Question question, Path state) throws IOException {
        kafka.check();
        int partitions;
        String cluster;
        try (Admin admin = kafka.admin()) {
            partitions = TopicCatalogue.verify(admin);
            cluster = admin.describeCluster().clusterId().get();
        } catch (ExecutionException refused) {
            throw new KafkaException(refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopped);
        }
        List<ReadOffsets> offsets = state == null
                ? ReadOffsets.now(kafka, question.range(), partitions)
                : kept(kafka, question, state, cluster, partitions);
        ReadLog log = new ReadLog();
        List<Part> parts = new ArrayList<>();
        for (int p = 0; p < offsets.size(); p++) {
            parts.add(new TopicPart(kafka, p, offsets.get(p), log));
        }
        return new TopicPlan(
                parts,
                state == null ? PartialResults.NONE : PartialResults.in(state),
                log,
                offsets.stream().mapToLong(one -> one.end() - one.from()).sum());
    }

    private static List<ReadOffsets> kept(
            KafkaClientSettings kafka, Question question, Path state, String cluster, int partitions)
            throws IOException {
        Files.createDirectories(state);
        Path plan = state.resolve(FILE);
        List<String> head = List.of(
                FORM,
                cluster,
                question.oldSide()
                        .policy()
                        .map(Policy::version)
                        .orElse(question.oldSide().name()),
                question.newSide().policy().orElseThrow().version(),
                question.range().fromNanos() + " " + question.range().toNanos() + " "
                        + question.range().leadInNanos());
        if (!Files.exists(plan)) {
            List<String> lines = new ArrayList<>(head);
            ReadOffsets.now(kafka, question.range(), partitions).forEach(offsets -> lines.add(offsets.line()));
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

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import io.penstock.cli.pipeline.TemporaryDirectory;
import io.penstock.reclassify.ChangeSink;
import io.penstock.reclassify.PartialResults;
import io.penstock.reclassify.Question;
import io.penstock.reclassify.ReadProgress;
import io.penstock.reclassify.Reclassification;
import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One instance of a re-classification that several share as a Kafka Streams application: it answers for the partitions that it is given, gathers what all have come to,
 * and has the whole report when every partition is answered. Thread-safe but for its start.
 */
public final class ReclassifyApplication implements AutoCloseable {
    private final TopicPlan plan;
    private final Reclassification reclassification;
    private final TemporaryDirectory folder;
    private final Path gathered;
    private final PartStreams streams;
    private final PartCollector collector;
    private final Thread gathering;
    private final CountDownLatch complete = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    private ReclassifyApplication(
            KafkaClientSettings kafka,
            ApplicationTopics topics,
            TopicPlan plan,
            Reclassification reclassification,
            ChangeFiles.Maker lines,
            int threads)
            throws IOException {
        this.plan = plan;
        this.reclassification = reclassification;
        folder = TemporaryDirectory.make("penstock-reclassify");
        gathered = Files.createDirectory(folder.path().resolve("gathered"));
        int parts = plan.parts().size();
        PartAnswering answering = (part, offsets, into) -> {
            LineFolders kept = lines == null ? null : LineFolders.create(into, parts, lines);
            reclassification.answer(
                    part,
                    new TopicPart(kafka, part, offsets, plan.log()),
                    kept == null ? none -> ChangeSink.NONE : kept,
                    PartialResults.in(into),
                    ReadProgress.NONE);
        };
        collector = new PartCollector(kafka, topics, gathered);
        streams = new PartStreams(kafka, topics, answering, threads, folder.path());
        gathering = Thread.ofPlatform().daemon().name("reclassify-gathering").unstarted(this::gather);
    }

    /**
     * Joins the application, or begins it.
     *
     * @param id what instances that share the work have in common
     * @param lines makes a packet's line; null where none are wanted
     * @param threads partitions that this instance reads at a time, 1 or more
     * @throws IOException if there is no place for what is under way
     * @throws OtherQuestionException if the application answers another question
     */
    public static ReclassifyApplication start(
            KafkaClientSettings kafka,
            String id,
            Question question,
            Reclassification reclassification,
            ChangeFiles.Maker lines,
            int threads)
            throws IOException, InterruptedException {
        Cluster cluster = Cluster.of(kafka);
        ApplicationTopics topics = ApplicationTopics.of(id, cluster.partitions());
        topics.create(kafka);
        TopicPlan plan = TopicPlan.agreed(kafka, cluster, topics, question, lines != null);
        ReclassifyApplication instance =
                new ReclassifyApplication(kafka, topics, plan, reclassification, lines, threads);
        instance.streams.start();
        instance.gathering.start();
        return instance;
    }

    private void gather() {
        try (PartCollector open = collector) {
            while (!closed && !open.isComplete()) {
                open.poll();
            }
            if (open.isComplete()) {
                complete.countDown();
            }
        } catch (InterruptException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            failure.set(failed);
        }
    }

    /** Partitions in all. */
    public int parts() {
        return plan.parts().size();
    }

    /** Partitions that are answered, whoever did. */
    public int done() {
        return collector.done();
    }

    /** What could not be read by this instance, a line each. */
    public List<String> unreadable() {
        return plan.log().unreadable();
    }

    /**
     * Whether every partition is answered.
     *
     * @throws PipelineException if this instance cannot go on
     */
    public boolean isComplete() throws InterruptedException {
        Throwable cause = failure.get() == null ? streams.failure().orElse(null) : failure.get();
        if (cause != null) {
            throw new PipelineException("the re-classification stopped: " + cause.getMessage(), cause);
        }
        return complete.await(0, TimeUnit.MILLISECONDS);
    }

    /**
     * The report, once it is complete.
     *
     * @throws IOException if what was gathered cannot be read
     */
    public ReclassificationReport report() throws IOException, InterruptedException {
        return reclassification.run(
                plan.parts(), List.of(), part -> ChangeSink.NONE, PartialResults.in(gathered), ReadProgress.NONE);
    }

    /** The lines, once it is complete; of an instance that was asked for lines. */
    public LineFolders lines(ChangeFiles.Maker maker) throws IOException {
        return LineFolders.create(gathered, parts(), maker);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        streams.close();
        gathering.interrupt();
        try {
            gathering.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        folder.close();
    }
}

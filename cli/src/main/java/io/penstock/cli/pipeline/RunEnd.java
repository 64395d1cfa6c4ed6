// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for the end of a run: every published packet has its final verdict, no pend is open, the topology has committed all that stands in its
 * inputs, and all that it left was read.
 */
final class RunEnd {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final VerdictReader reader;
    private final CommittedInputs inputs;
    private final Admin admin;
    private final Collection<TopicPartition> outputs;
    private final Duration longestSilence;
    private final Runnable health;
    private long lastProgressNanos = System.nanoTime();
    private VerdictReader.Reading last;

    /**
     * @param longestSilence after which a pipeline in which nothing moves is given up
     * @param health throws if a part has failed
     */
    RunEnd(
            VerdictReader reader,
            CommittedInputs inputs,
            Admin admin,
            Collection<TopicPartition> outputs,
            Duration longestSilence,
            Runnable health) {
        this.reader = reader;
        this.inputs = inputs;
        this.admin = admin;
        this.outputs = outputs;
        this.longestSilence = longestSilence;
        this.health = health;
        this.last = reader.now();
    }

    void await(long published) throws InterruptedException {
        long moved;
        do {
            moved = reader.now().moved();
            awaitVerdicts(published);
            while (!inputs.isAll()) {
                look(published);
            }
            Map<TopicPartition, Long> ends = ends();
            while (!reader.hasRead(ends)) {
                look(published);
            }
            // What partitions have sent to one another meanwhile is to be processed too.
        } while (!isDecided(reader.now(), published) || reader.now().moved() != moved);
    }

    private void awaitVerdicts(long published) throws InterruptedException {
        while (!isDecided(reader.now(), published)) {
            look(published);
        }
    }

    private static boolean isDecided(VerdictReader.Reading now, long published) {
        return now.decided() >= published && now.waiting() <= 0;
    }

    private void look(long published) throws InterruptedException {
        health.run();
        VerdictReader.Reading now = reader.await(LOOK_AGAIN);
        if (now.decided() != last.decided() || now.waiting() != last.waiting() || now.moved() != last.moved()) {
            last = now;
            lastProgressNanos = System.nanoTime();
        } else if (System.nanoTime() - lastProgressNanos > longestSilence.toNanos()) {
            throw new PipelineException(
                    "the topology has come to a stop: " + (published - now.decided()) + " of " + published
                            + " packets have no verdict, " + now.waiting() + " pends are open, and nothing moved for "
                            + longestSilence.toSeconds() + " s",
                    null);
        }
    }

    /** Read committed would end at a transaction that others have open before what is ours. */
    private Map<TopicPartition, Long> ends() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                outputs.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(asked).all().get();
            found.forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        } catch (ExecutionException refused) {
            throw new PipelineException(
                    "the ends of the topics cannot be read: "
                            + refused.getCause().getMessage(),
                    refused.getCause());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Gathers the results of all parts in a folder as {@code --state} has it, whoever answered them. Of several whole attempts at a part the first counts; all are the same.
 * One thread, but for {@link #done()}.
 */
final class PartCollector implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final ApplicationTopics topics;
    private final Path folder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, UUID> attempts = new HashMap<>();
    private final BitSet finished = new BitSet();
    private final AtomicInteger done = new AtomicInteger();

    PartCollector(KafkaClientSettings kafka, ApplicationTopics topics, Path folder) {
        this.topics = topics;
        this.folder = folder;
        consumer = PartitionReader.consumer(kafka);
        topics.assign(consumer, topics.results());
    }

    /** Takes what has come since. */
    void poll() throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            int part = record.partition();
            PartFiles.Piece piece = PartFiles.Piece.decode(record.value());
            if (finished.get(part)) {
                continue;
            }
            if (!piece.attempt().equals(attempts.put(part, piece.attempt()))) {
                forget(part);
            }
            if (piece.isLast()) {
                finished.set(part);
                done.incrementAndGet();
            } else {
                piece.appendIn(folder);
            }
        }
    }

    /** An attempt before was given up. */
    private void forget(int part) throws IOException {
        Files.deleteIfExists(folder.resolve("part-" + part + ".result"));
        Files.deleteIfExists(folder.resolve("part-" + part + ".traces"));
        LineFolders.delete(folder.resolve("part-" + part + ".lines"));
    }

    /** Parts whose results are here. */
    int done() {
        return done.get();
    }

    boolean isComplete() {
        return done() == topics.partitions();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

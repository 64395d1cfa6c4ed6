// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import io.penstock.schemas.CompactedReader;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import io.penstock.stream.counts.DiscardTotals;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * The sums that {@code penstock.discard-counts} holds, read committed: all there ever were, with no instance of the
 * topology alive. It goes on from where it stands whenever it is asked. One thread.
 */
public final class CountsTopic implements AutoCloseable {
    private final DiscardQuestion question;
    private final WireReader wire = new WireReader();
    private final WireFormat format;
    private final Deserializer<byte[]> keys;
    private final Map<Place, Sum> sums = new HashMap<>();
    private final CompactedReader topic;

    private CountsTopic(DiscardQuestion question, WireFormat format, CompactedReader topic) {
        this.question = question;
        this.format = format;
        keys = format.deserializer();
        this.topic = topic;
    }

    /**
     * Stands at the start of the topic.
     *
     * @throws PipelineException if Kafka cannot be asked
     */
    public static CountsTopic open(KafkaClientSettings kafka, DiscardQuestion question) {
        try {
            Map<String, Object> client = kafka.client();
            return new CountsTopic(
                    question, WireFormat.of(client), CompactedReader.open(client, Topics.DISCARD_COUNTS));
        } catch (KafkaException refused) {
            throw unreadable(refused);
        }
    }

    /** What is committed now. */
    public DiscardTotals totals() {
        return totals((partition, key) -> true);
    }

    /** What is committed now, of the sums chosen by the partition and the key. */
    DiscardTotals totals(BiPredicate<Integer, DiscardCountKey> chosen) {
        try {
            topic.readToEnd(this::note);
        } catch (KafkaException refused) {
            throw unreadable(refused);
        }
        DiscardTotals totals = new DiscardTotals(question.by());
        sums.forEach((place, sum) -> {
            if (chosen.test(place.partition(), sum.key())) {
                totals.add(sum.key(), sum.value());
            }
        });
        return totals;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            DiscardCountKey key = wire.read(DiscardCountKey.class, keys.deserialize(record.topic(), record.key()));
            if (!question.covers(key.getWindowStartNanos(), key.getWindowNanos())) {
                return;
            }
            Place place = new Place(record.partition(), Bytes.wrap(format.identityOf(record.topic(), record.key())));
            if (record.value() == null) {
                sums.remove(place);
            } else {
                sums.put(place, new Sum(key, wire.read(DiscardCountValue.class, record.value())));
            }
        } catch (WireException foreign) {
            throw new PipelineException(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": "
                            + foreign.getMessage(),
                    foreign);
        }
    }

    /** Whoever interrupts wants the command to end, which is no fault of Kafka's. */
    private static RuntimeException unreadable(KafkaException refused) {
        return refused instanceof InterruptException
                ? refused
                : new PipelineException("the discard counts cannot be read: " + refused.getMessage(), refused);
    }

    @Override
    public void close() {
        topic.close();
    }

    /** Each partition sums for itself; keys of different forms are different keys, even where they read the same. */
    private record Place(int partition, Bytes key) {}

    private record Sum(DiscardCountKey key, DiscardCountValue value) {}
}

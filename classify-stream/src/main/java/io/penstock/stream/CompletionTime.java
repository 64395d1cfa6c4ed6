// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Makes completions as old as the packet they complete.
 *
 * <p>A task takes the buffered record with the lowest timestamp first. Packets of a backlog are older than any
 * completion, so with the completion's own time every answer would wait behind the whole backlog.
 */
final class CompletionTime implements TimestampExtractor {
    /** One extractor serves every stream thread; a reader does not. */
    private final ThreadLocal<WireReader> readers = ThreadLocal.withInitial(WireReader::new);

    @Override
    public long extract(ConsumerRecord<Object, Object> received, long partitionTime) {
        long own = Math.max(0, received.timestamp());
        if (!(received.value() instanceof byte[] value)) {
            return own;
        }
        try {
            return Math.max(0, publishTimeMs(readers.get().read(value), own));
        } catch (WireException | RuntimeException unreadable) {
            // The processor will bury it; any time will do.
            return own;
        }
    }

    /** Of several the oldest one's: none of them is to wait. */
    private static long publishTimeMs(SpecificRecord record, long own) {
        return switch (record) {
            case Completion completion -> completion.getPublishTimeMs();
            case CompletionBatch batch ->
                batch.getCompletions().stream()
                        .mapToLong(Completion::getPublishTimeMs)
                        .min()
                        .orElse(own);
            default -> own;
        };
    }
}

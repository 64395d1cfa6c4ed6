// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Completion;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Makes a completion as old as the packet it completes.
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
            return Math.max(0, readers.get().read(Completion.class, value).getPublishTimeMs());
        } catch (WireException | RuntimeException unreadable) {
            // The processor will bury it; any time will do.
            return own;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Reinjection;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** Makes a clone as old as the packet it is a clone of, so that it does not wait behind packets that came later. */
final class ReinjectionTime implements TimestampExtractor {
    /** One extractor serves every stream thread; a reader does not. */
    private final ThreadLocal<WireReader> readers = ThreadLocal.withInitial(WireReader::new);

    @Override
    public long extract(ConsumerRecord<Object, Object> received, long partitionTime) {
        long own = Math.max(0, received.timestamp());
        if (!(received.value() instanceof byte[] value)) {
            return own;
        }
        try {
            return readers.get().read(value) instanceof Reinjection clone ? Math.max(0, clone.getPublishTimeMs()) : own;
        } catch (WireException | RuntimeException unreadable) {
            // The processor will bury it; any time will do.
            return own;
        }
    }
}

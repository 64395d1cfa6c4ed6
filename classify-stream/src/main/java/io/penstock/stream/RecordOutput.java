// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What one input record gives, kept until the whole record is through.
 *
 * <p>Nothing is forwarded and nothing stored before that, so a failure in the middle leaves no half behind it: the
 * caller clears this, rebuilds its heap from the stores and is where it was before the record.
 */
final class RecordOutput {
    private final List<Output> sinks = new ArrayList<>();
    private final List<Record<byte[], byte[]>> records = new ArrayList<>();

    void add(Output sink, byte[] key, byte[] value) {
        add(sink, new Record<>(key, value, 0));
    }

    void add(Output sink, byte[] key, byte[] value, Headers headers) {
        add(sink, new Record<>(key, value, 0, headers));
    }

    private void add(Output sink, Record<byte[], byte[]> made) {
        sinks.add(sink);
        records.add(made);
    }

    /** Forwards everything in the order it was added, stamped with the publish time, and empties this. */
    void forward(ProcessorContext<byte[], byte[]> context, long publishTimeMs) {
        for (int i = 0; i < records.size(); i++) {
            context.forward(
                    records.get(i).withTimestamp(publishTimeMs), sinks.get(i).nodeName());
        }
        clear();
    }

    void clear() {
        sinks.clear();
        records.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task's work may touch: its partition, its stores, its output and the wall clock.
 *
 * @param partition the partition of the task
 * @param stores the task's stores by name
 * @param output where records go
 * @param wallClockMs the time by which pends expire, milliseconds since the epoch
 */
record TaskSurroundings(int partition, StoreLookup stores, RecordOutput output, LongSupplier wallClockMs) {

    static TaskSurroundings of(ProcessorContext<byte[], byte[]> context, RecordOutput output) {
        return new TaskSurroundings(
                context.taskId().partition(), context::getStateStore, output, context::currentSystemTimeMs);
    }

    /** Finds a store by its name in {@link TaskStores}. */
    interface StoreLookup {
        KeyValueStore<Bytes, byte[]> store(String name);
    }
}

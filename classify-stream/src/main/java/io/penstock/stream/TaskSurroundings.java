// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.TaskStores;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a task's work may touch: its partition, its stores, its output and the wall clock.
 *
 * @param partition the partition of the task
 * @param state the task's tables as they are stored
 * @param output where records go
 * @param wallClockMs the time by which pends expire, milliseconds since the epoch
 */
record TaskSurroundings(int partition, StateLog state, RecordOutput output, LongSupplier wallClockMs) {

    static TaskSurroundings of(ProcessorContext<byte[], byte[]> context, RecordOutput output) {
        return new TaskSurroundings(
                context.taskId().partition(),
                StateLog.open(context.getStateStore(TaskStores.STATE)),
                output,
                context::currentSystemTimeMs);
    }
}

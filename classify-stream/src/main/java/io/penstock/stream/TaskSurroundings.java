// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.state.BeforeCommit;
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

    /** What was known of the task before is written first, and written no more from then on. */
    static TaskSurroundings of(ProcessorContext<byte[], byte[]> context, RecordOutput output) {
        BeforeCommit commits = context.getStateStore(TaskStores.COMMITS);
        commits.writeNow();
        StateLog state = StateLog.open(context.getStateStore(TaskStores.STATE));
        commits.register(state::write);
        return new TaskSurroundings(context.taskId().partition(), state, output, context::currentSystemTimeMs);
    }
}

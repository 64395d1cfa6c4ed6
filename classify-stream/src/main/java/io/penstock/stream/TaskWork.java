// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.List;

/**
 * What one task does with its records: the engine over its stores.
 *
 * <p>Called on the stream thread only, one call at a time. A call changes the heap and adds to the {@link RecordOutput};
 * nothing of it is stored or forwarded before {@link #drain()}. A call that throws leaves the heap in any state: the
 * caller then makes a new work and restores it, so a record is processed whole or not at all.
 */
interface TaskWork {

    /** Rebuilds the heap from the stores. Called once, before any other method. */
    void restore();

    /**
     * Processes a record of {@code penstock.packets}.
     *
     * @throws UnreadableRecordException if the record goes to the dead letters instead; nothing has changed then
     */
    void packets(Origin origin, byte[] value);

    /**
     * Processes a record of {@code penstock.completions}.
     *
     * @throws UnreadableRecordException if the record goes to the dead letters instead; nothing has changed then
     */
    void completion(Origin origin, byte[] value);

    /**
     * The parts of a record that stand each for itself, as records of their own: where one of them fails, the others need not fail with it. None where the
     * record is one thing.
     */
    default List<byte[]> apart(Origin origin, byte[] value) {
        return List.of();
    }

    /**
     * Processes a record of {@code penstock.reinjections}.
     *
     * @throws UnreadableRecordException if the record goes to the dead letters instead; nothing has changed then
     */
    void reinjection(Origin origin, byte[] value);

    /**
     * Gives every packet of a record whose processing failed a fate, or does nothing where the record had none.
     *
     * @param reason what failed, in one line
     */
    void refuse(Origin origin, byte[] value, String reason);

    /** Applies the deadlines that passed. */
    void expire(long nowMs);

    /** Whether {@link #expire} has something to look after: a deadline, or counts that are yet to be published. */
    boolean awaitsTime();

    /** Hands what changed since the last call to the state log, which writes it before the next commit. */
    void drain();

    /** Nothing is asked of it any more: the task has gone elsewhere, or another work takes its place. */
    default void close() {}

    /** Makes the work of a task. */
    interface Factory {
        TaskWork create(TaskSurroundings surroundings);
    }
}

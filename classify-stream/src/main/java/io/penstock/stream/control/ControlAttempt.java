// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import java.util.Optional;

/** What a writer does once the others are fenced and all that they left is read. Tried again after it was fenced itself. */
interface ControlAttempt<T> {
    /**
     * Compares, and writes what is wanted.
     *
     * @param state what is in force
     * @param appender for one write at most
     */
    T make(ControlState state, ControlAppender appender);

    /** What is certain already, whatever others do meanwhile, so that nobody need be fenced for it. */
    default Optional<T> foregone(ControlState state) {
        return Optional.empty();
    }

    /** Whether what was written, if anything was, is seen by who reads now. */
    boolean stands(ControlState state);
}

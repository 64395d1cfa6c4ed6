// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import java.util.List;

/** Where an attempt writes what it wants, once, all or nothing. */
interface ControlAppender {
    /**
     * Writes those changes that are not in force, all or none.
     *
     * @return whether there were any
     */
    boolean write(List<ControlChange> changes, ControlState state);

    /** Partitions that get what is in band. */
    int partitions();
}

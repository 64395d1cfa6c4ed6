// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.Map;
import java.util.Set;

/**
 * How a task's books stand after a record, each identity since this work took the task up: what waited then counts as if it had come since.
 *
 * @param partition the task's
 * @param revision of the policy in force in the partition; 0 before any
 * @param waiting packets that wait for their verdict
 * @param open pends that wait for their end, by callout; a callout without any is left out
 * @param published by how many packets what came exceeds what was decided and what waits
 * @param blocked by how many packets the blocked exceed the discarded
 * @param pended by how many pends the opened exceed the ended and the open
 * @param outOfBand callouts that are registered out of band
 */
record TaskBalance(
        int partition,
        long revision,
        long waiting,
        Map<String, Integer> open,
        long published,
        long blocked,
        long pended,
        Set<String> outOfBand) {

    /** By how much an identity does not come out even. */
    long imbalance(ClassifyIdentity identity) {
        return switch (identity) {
            case PUBLISHED -> published;
            case BLOCKED -> blocked;
            case PENDED -> pended;
        };
    }
}

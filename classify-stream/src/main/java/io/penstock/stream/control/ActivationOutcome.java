// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** What became of a wish to activate a policy. */
public sealed interface ActivationOutcome {

    /**
     * It is in force, by this change.
     *
     * @param revision the new revision
     * @param before what it replaced
     * @param partitions how many partitions of {@code penstock.packets} have its activation
     */
    record Activated(ActivatedRevision revision, ActivatedRevision before, int partitions)
            implements ActivationOutcome {}

    /**
     * It was in force already; nothing was written but what callouts were still missing.
     *
     * @param revision since which it is
     */
    record AlreadyActive(ActivatedRevision revision) implements ActivationOutcome {}

    /**
     * Something else was active than what was expected; nothing was written.
     *
     * @param active what is active instead
     */
    record Refused(ActivatedRevision active) implements ActivationOutcome {}
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.CommentedPolicy;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyToActivate;

/** The revisions of a cluster's policy, in their one order. Any thread. */
interface RevisionLog extends AutoCloseable {
    /**
     * A revision and its policy.
     *
     * @param revision {@link ActivatedRevision#NONE} before the first
     * @param commented the policy with the comments of its document
     */
    record Standing(ActivatedRevision revision, CommentedPolicy commented) {
        Policy policy() {
            return commented.policy();
        }
    }

    /**
     * What is in force now.
     *
     * @throws io.penstock.stream.control.ControlWriteException if it cannot be read
     */
    Standing read();

    /**
     * Activates a policy if what is expected is in force.
     *
     * @throws io.penstock.stream.control.ControlWriteException if it cannot be written
     */
    ActivationOutcome activate(PolicyToActivate policy, Expectation expectation);

    @Override
    void close();
}

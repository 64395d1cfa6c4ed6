// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import java.util.List;
import java.util.Optional;

/**
 * Activates a policy if what was expected is active.
 *
 * @param activation the one activation among the changes
 * @param changes all that is to be written, in order
 * @param expectation what must be active for it
 */
record ActivationAttempt(ControlChange.Activation activation, List<ControlChange> changes, Expectation expectation)
        implements ControlAttempt<ActivationOutcome> {

    @Override
    public ActivationOutcome make(ControlState state, ControlAppender appender) {
        ActivatedRevision made = state.madeBy(activation);
        if (made != null) {
            // An earlier attempt stands, though its writer was not told.
            return new ActivationOutcome.Activated(made, state.before(made), appender.partitions());
        }
        ActivatedRevision active = state.newest();
        if (!expectation.isMetBy(active)) {
            return new ActivationOutcome.Refused(active);
        }
        PolicyToActivate policy = new PolicyLog(state).withSessions(activation.policy());
        ControlChange.Activation whole = new ControlChange.Activation(policy, activation.id(), activation.always());
        boolean news = state.isNews(whole);
        appender.write(
                changes.stream()
                        .map(change -> change.equals(activation) ? whole : change)
                        .toList(),
                state);
        if (!news) {
            return new ActivationOutcome.AlreadyActive(active);
        }
        ActivatedRevision revision = new ActivatedRevision(
                active.revision() + 1,
                policy.version(),
                policy.name(),
                policy.writer(),
                policy.filters(),
                policy.restored(),
                System.currentTimeMillis(),
                policy.sessions() == null ? List.of() : policy.sessions());
        return new ActivationOutcome.Activated(revision, active, appender.partitions());
    }

    /** A revision that another one has followed is never active again. Had an earlier attempt been the one that followed, it would be seen. */
    @Override
    public Optional<ActivationOutcome> foregone(ControlState state) {
        ActivatedRevision active = state.newest();
        boolean late = expectation instanceof Expectation.Revision(long revision) && active.revision() > revision;
        return late && state.madeBy(activation) == null
                ? Optional.of(new ActivationOutcome.Refused(active))
                : Optional.empty();
    }

    @Override
    public boolean stands(ControlState state) {
        return state.madeBy(activation) != null;
    }
}

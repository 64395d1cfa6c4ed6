// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;

/** What came of comparing one event with the policy. */
public sealed interface EventOutcome {
    /** The event cannot be compared; {@code reason} says why, the same text for all with the same cause. */
    record Incomparable(String reason) implements EventOutcome {}

    /**
     * The policy says what Windows did.
     *
     * @param filter how the filters compare
     */
    record Agreement(FilterMatch filter) implements EventOutcome {}

    /**
     * The policy says otherwise.
     *
     * @param layer where
     * @param windows what Windows did
     * @param windowsFilterId the filter that the event names, 0 for none
     * @param windowsFilter that filter in the policy, null where there is none
     * @param here what the policy says
     * @param hereFilter the filter that decides, null where none does
     * @param cause why they differ
     * @param why the same for a person, of this one event
     * @param uncertain whether a filter matched whose callout has no code here
     */
    record Disagreement(
            Layer layer,
            Decision windows,
            long windowsFilterId,
            Filter windowsFilter,
            Decision here,
            Filter hereFilter,
            Cause cause,
            String why,
            boolean uncertain)
            implements EventOutcome {}

    /** Whether the same filter decided. */
    enum FilterMatch {
        SAME,
        OTHER,
        /** The event names no filter: of permits that is often so although one decided (spec 8.4). */
        NOT_NAMED
    }

    /** Why the policy and Windows differ. */
    enum Cause {
        /** The event names a filter that the policy does not have. */
        FILTER_NOT_IN_POLICY,
        /** The policy has the filter at another layer. */
        OTHER_LAYER,
        /** The filter tests a field that the event does not tell. */
        FIELD_NOT_TOLD,
        /** The filter tests what the event tells, and does not match. */
        NOT_MATCHED,
        /** The filter is disabled here, or for the time of booting. */
        TAKES_NO_PART,
        /** The filter matches, but another one decides. */
        OVERRULED,
        /** Another filter of its sublayer comes first. */
        NOT_ASKED,
        /** The event names no filter. */
        NO_FILTER_NAMED
    }
}

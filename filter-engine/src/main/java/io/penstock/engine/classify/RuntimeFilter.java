// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.CompiledFilter;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;

/** A filter of one revision with what arbitration asks of it, and the verdicts it can give, each made once. */
final class RuntimeFilter {
    private static final int REASONS = DiscardReason.values().length;

    private final CompiledFilter compiled;
    private final Filter filter;
    private final String calloutKey;
    private final boolean inert;
    private final boolean hard;
    private final ProviderContext providerContext;
    private final String policyVersion;
    private final long revision;
    private final Verdict[] permits = new Verdict[2];
    private final Verdict[] absorbs = new Verdict[2];
    /** Made with the first block: most filters never block, and of those that do most know one reason. */
    private Verdict[] blocks;

    RuntimeFilter(CompiledFilter compiled, Policy policy, long revision) {
        this.compiled = compiled;
        this.revision = revision;
        filter = compiled.filter();
        calloutKey = filter.action().callout();
        inert = policy.isInert(filter);
        hard = filter.clearsActionRight();
        providerContext = filter.providerContextKey() == null
                ? null
                : policy.providerContext(filter.providerContextKey()).orElse(null);
        policyVersion = policy.version();
    }

    Filter filter() {
        return filter;
    }

    boolean matches(FieldValues values) {
        return compiled.matches(values);
    }

    /** Each condition by itself, for the decision trace. */
    List<ConditionOutcome> outcomes(FieldValues values) {
        return compiled.outcomes(values);
    }

    String calloutKey() {
        return calloutKey;
    }

    boolean isInert() {
        return inert;
    }

    /** Whether CLEAR_ACTION_RIGHT is set. */
    boolean clearsActionRight() {
        return hard;
    }

    ProviderContext providerContext() {
        return providerContext;
    }

    Verdict permit(boolean uncertain) {
        int at = uncertain ? 1 : 0;
        if (permits[at] == null) {
            permits[at] = verdict(Fate.PERMIT, null, uncertain);
        }
        return permits[at];
    }

    Verdict absorb(boolean uncertain) {
        int at = uncertain ? 1 : 0;
        if (absorbs[at] == null) {
            absorbs[at] = verdict(Fate.ABSORB, calloutKey == null ? null : DiscardReason.INSPECTION_ABSORB, uncertain);
        }
        return absorbs[at];
    }

    Verdict block(DiscardReason detail, boolean uncertain) {
        if (blocks == null) {
            blocks = new Verdict[2 * REASONS];
        }
        int at = detail.ordinal() + (uncertain ? REASONS : 0);
        if (blocks[at] == null) {
            blocks[at] = verdict(Fate.BLOCK, detail, uncertain);
        }
        return blocks[at];
    }

    private Verdict verdict(Fate fate, DiscardReason detail, boolean uncertain) {
        return new Verdict(
                fate,
                filter.layer(),
                filter.subLayerKey(),
                filter.filterKey(),
                calloutKey,
                detail,
                null,
                filter.action().isTerminating(),
                uncertain,
                policyVersion,
                revision);
    }
}

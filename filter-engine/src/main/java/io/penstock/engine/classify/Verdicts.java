// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.Standing;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Makes the verdicts that no filter of the item's own revision gives. */
final class Verdicts {
    private Verdicts() {}

    static Verdict uncertain(Verdict v) {
        return new Verdict(
                v.fate(),
                v.layer(),
                v.subLayerKey(),
                v.filterKey(),
                v.calloutKey(),
                v.detail(),
                v.malformed(),
                v.terminating(),
                true,
                v.policyVersion(),
                v.revision());
    }

    /** The verdict of a packet that its flow's authorisation decides; kept with the flow, since its next packet asks for the same. */
    static Verdict standing(FlowState flow, PolicyRevision revision, Fate fate) {
        Verdict cached = (Verdict) flow.cachedVerdict();
        if (cached != null && cached.revision() == revision.revision() && cached.fate() == fate) {
            return cached;
        }
        Standing by = flow.standing();
        Verdict verdict = new Verdict(
                fate,
                Layer.byKey(by.layerKey()).orElse(null),
                by.subLayerKey(),
                by.filterKey(),
                by.calloutKey(),
                fate == Fate.BLOCK ? DiscardReason.FLOW_BLOCKED : null,
                null,
                by.terminating(),
                flow.isUncertain(),
                revision.policy().version(),
                revision.revision());
        flow.cacheVerdict(verdict);
        return verdict;
    }
}

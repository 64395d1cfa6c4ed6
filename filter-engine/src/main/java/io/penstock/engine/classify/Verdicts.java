// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.Standing;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Makes the verdicts that no filter of the item's own revision gives. */
final class Verdicts {
    private Verdicts() {}

    /** The verdict of a packet that could not be decoded, with what is wrong in it. */
    static Verdict malformed(PolicyRevision under, String text) {
        return unasked(under, Fate.MALFORMED, null, text);
    }

    /** The verdict of an item whose evaluation has failed. */
    static Verdict failed(PolicyRevision under) {
        return unasked(under, Fate.BLOCK, DiscardReason.DECODE_ERROR, null);
    }

    /** The verdict of an item whose place was taken, by a filter that its revision does not have. */
    static Verdict absorbed(PolicyRevision under) {
        return unasked(under, Fate.ABSORB, DiscardReason.INSPECTION_ABSORB, null);
    }

    private static Verdict unasked(PolicyRevision under, Fate fate, DiscardReason detail, String malformed) {
        String version = under.policy().version();
        return new Verdict(fate, null, null, null, null, detail, malformed, false, false, version, under.revision());
    }

    /** The verdict of an item that has passed every visit of its walk. */
    static Verdict permit(Item item, Walk walk) {
        Verdict permit = walk.permit == null ? item.revision.passed(walk.uncertain) : walk.permit;
        return walk.uncertain && !permit.uncertain() ? uncertain(permit) : permit;
    }

    private static Verdict uncertain(Verdict v) {
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

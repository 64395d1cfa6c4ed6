// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.ProviderContext;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deep inspection: blocks items whose payload holds one of the signatures that the filter's provider context lists, and reports each.
 * Out of band. A filter without provider context looks for nothing and permits; a context that cannot be read is a failure of the
 * callout. Looks at each item by itself: at transport layers a signature cut in two by segments is not seen.
 */
public final class SignatureInspection implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-signature";

    private static final int MOST_CONTEXTS = 64;

    /** By identity: a revision's contexts are the same objects from item to item, and comparing their data would cost more than the search. */
    private final Map<ProviderContext, SignatureSet> sets = new IdentityHashMap<>();

    /** Made by {@code ServiceLoader}. */
    public SignatureInspection() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        List<SignatureSet.Match> matches = set(in).search(in.frame(), in.payloadOffset(), in.payloadLength());
        if (matches.isEmpty()) {
            out.permit(in);
            return;
        }
        for (SignatureSet.Match match : matches) {
            out.finding(
                    match.name(),
                    "at byte " + match.offset() + " of " + in.payloadLength() + " bytes of payload, at "
                            + in.layer().key());
        }
        out.block();
    }

    private SignatureSet set(ClassifyIn in) {
        ProviderContext context = in.providerContext();
        if (context == null) {
            return SignatureSet.EMPTY;
        }
        SignatureSet known = sets.get(context);
        if (known != null) {
            return known;
        }
        // Old revisions' contexts go with the rest once there are many.
        if (sets.size() == MOST_CONTEXTS) {
            sets.clear();
        }
        SignatureSet read = SignatureSet.of(context.data());
        sets.put(context, read);
        return read;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

import java.util.List;

/** How a bind or connect stands, seen from one callout: {@code FwpsQueryConnectionRedirectState0} (spec 6.2). */
public enum RedirectState {
    NOT_REDIRECTED,
    /** The last redirect is this callout's. */
    REDIRECTED_BY_SELF,
    /** Others have redirected it, this callout never. */
    REDIRECTED_BY_OTHER,
    /** This callout redirected it once, and another did after it. */
    PREVIOUSLY_REDIRECTED_BY_SELF;

    static RedirectState of(List<RedirectRecord> records, String calloutKey) {
        if (records.isEmpty()) {
            return NOT_REDIRECTED;
        }
        if (records.getLast().calloutKey().equals(calloutKey)) {
            return REDIRECTED_BY_SELF;
        }
        boolean once = records.stream().anyMatch(record -> record.calloutKey().equals(calloutKey));
        return once ? PREVIOUSLY_REDIRECTED_BY_SELF : REDIRECTED_BY_OTHER;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

import java.util.List;

/** A bind or connect as one callout sees it, and what it makes of it (spec 6.2). Valid during the call only; one thread. */
public final class Redirection {
    private final String calloutKey;
    private final boolean writable;
    private final RedirectTarget original;
    private final List<RedirectRecord> records;
    private Redirect applied;

    /**
     * Offers a bind or connect to a callout.
     *
     * @param calloutKey who is asked
     * @param writable whether the layer is a redirect layer, and the protocol one that can be redirected
     * @param original what was asked for
     * @param records redirects so far, first to last
     */
    public Redirection(String calloutKey, boolean writable, RedirectTarget original, List<RedirectRecord> records) {
        this.calloutKey = calloutKey;
        this.writable = writable;
        this.original = original;
        this.records = records;
    }

    /** Whether the bind or connect was redirected before, and by whom. */
    public RedirectState state() {
        return RedirectState.of(records, calloutKey);
    }

    /** REDIRECT_RECORD_HANDLE: the redirects so far, first to last. */
    public List<RedirectRecord> records() {
        return records;
    }

    /** ORIGINAL_DESTINATION at a connect; the local end that was asked for at a bind. */
    public RedirectTarget original() {
        return original;
    }

    /** The data as it stands: {@code FwpsAcquireWritableLayerDataPointer0}. */
    public RedirectTarget target() {
        return records.isEmpty() ? original : records.getLast().change().target();
    }

    /** LOCAL_REDIRECT_TARGET_PID: process id of the local proxy of the last redirect, 0 for none. */
    public long targetProcess() {
        return records.isEmpty() ? 0 : records.getLast().change().targetProcess();
    }

    /**
     * Applies a change. It is made if the answer is PERMIT and decides nothing else than that.
     *
     * @return false where nothing can be changed: not at a redirect layer, a protocol that is not redirected, or an address of the other IP version
     */
    public boolean apply(Redirect change) {
        if (!writable || change.target().ipv6() != original.ipv6()) {
            return false;
        }
        applied = change;
        return true;
    }

    /** What was applied, null for nothing. */
    public Redirect applied() {
        return applied;
    }
}

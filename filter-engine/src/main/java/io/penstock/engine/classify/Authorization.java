// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;

/**
 * How one classification at ALE_RESOURCE_ASSIGNMENT, ALE_AUTH_LISTEN, ALE_AUTH_CONNECT or ALE_AUTH_RECV_ACCEPT ended for good: net and audit events
 * speak of those (spec 8.3, 8.4). One object is reused for all; what it says holds during the call.
 */
public final class Authorization {
    Layer layer;
    Filter filter;
    boolean blocked;
    boolean veto;
    boolean outbound;
    boolean first;
    boolean event;
    int reauthorizeReason;

    public Layer layer() {
        return layer;
    }

    /** The filter that decided, null where none did. */
    public Filter filter() {
        return filter;
    }

    /** Whether it was refused; what is absorbed, or waits for a callout, has not ended and is not told. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Whether a hard permit was overridden. */
    public boolean isVeto() {
        return veto;
    }

    /** Which end of the item is the local one: its source if so. */
    public boolean isOutbound() {
        return outbound;
    }

    /** Whether it is the connection's first authorisation, not a reauthorisation; the answer to a pended first one is a first one. */
    public boolean isFirst() {
        return first;
    }

    /** Whether a socket event brought it, so that the item is no packet. */
    public boolean isEvent() {
        return event;
    }

    /** REAUTHORIZE_REASON, 0 where it was none. */
    public int reauthorizeReason() {
        return reauthorizeReason;
    }
}

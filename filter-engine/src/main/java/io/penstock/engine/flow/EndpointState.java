// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.redirect.RedirectRecord;
import java.util.List;

/** A local endpoint as socket events and stamps tell of it (spec 2.5, SEQ-BIND and SEQ-CLOSE): how many sockets are bound to it, whether one listens, whose it is. One thread. */
public final class EndpointState {
    private final FlowKey key;
    /** Visits of ALE_RESOURCE_ASSIGNMENT by an event that have had no release yet. */
    int assignments;
    /** Sockets of those that were not closed yet. */
    int open;

    boolean listening;
    SocketKnowledge knowledge;
    List<RedirectRecord> redirects = List.of();

    EndpointState(FlowKey key) {
        this.key = key;
    }

    /** The endpoint as a flow without a remote end. */
    public FlowKey key() {
        return key;
    }

    /** Whether an event told of the bind, so that packets need not show it. */
    public boolean isBound() {
        return open > 0;
    }

    /** Whether a socket listens here: ALE_AUTH_LISTEN let it, or the agent has seen it. */
    public boolean isListening() {
        return listening || knowledge != null && knowledge.isListening();
    }

    /** What the agent knows of the socket, or null. */
    public SocketKnowledge knowledge() {
        return knowledge;
    }

    /** Redirects of its bind, first to last; they hold for every connection of the socket (spec 6.2). Immutable. */
    public List<RedirectRecord> redirects() {
        return redirects;
    }

    boolean isForgotten() {
        return assignments == 0 && open == 0 && !listening;
    }
}

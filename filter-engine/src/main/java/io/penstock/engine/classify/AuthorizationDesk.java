// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Tells a listener that wants to know how authorisations end. One thread. */
final class AuthorizationDesk {
    private final EngineListener listener;
    private final boolean wanted;
    private final Authorization ended = new Authorization();

    AuthorizationDesk(EngineListener listener) {
        this.listener = listener;
        wanted = listener.wantsAuthorizations();
    }

    /** A visit was passed; {@code filter} null where none decided. */
    void permitted(Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter) {
        if (wanted && visit.isAudited()) {
            tell(item, walk, visit, layer, filter, false, false);
        }
    }

    /** A visit was blocked, and not absorbed. */
    void blocked(Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, DiscardReason detail) {
        if (wanted && visit.isAudited()) {
            tell(item, walk, visit, layer, filter, true, detail == DiscardReason.VETO);
        }
    }

    private void tell(
            Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, boolean blocked, boolean veto) {
        ended.layer = layer;
        ended.filter = filter == null ? null : filter.filter();
        ended.blocked = blocked;
        ended.veto = veto;
        ended.outbound = walk.outbound;
        ended.first = !visit.isReauthorization();
        ended.event = walk.event;
        ended.reauthorizeReason = VisitFields.reauthorizeReason(walk, visit);
        listener.authorized(item, ended);
    }
}

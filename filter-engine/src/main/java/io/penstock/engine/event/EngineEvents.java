// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.classify.Authorization;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;
import java.util.function.Consumer;

/**
 * Makes net and audit events of what an engine tells (spec 8.3, 8.4): its listener passes {@code discard} and {@code authorized} on, and answers {@code
 * wantsAuthorizations} with this one's answer. Where nobody wants events there is no such object, and the engine tells no authorisation. One thread.
 */
public final class EngineEvents {
    private final NetEvents net;
    private final AuditEvents audits;

    private EngineEvents(NetEvents net, AuditEvents audits) {
        this.net = net;
        this.audits = audits;
    }

    /** Net events alone. */
    public static EngineEvents net(NetEventCollection collection, Consumer<NetEvent> sink) {
        return new EngineEvents(new NetEvents(collection, sink), null);
    }

    /** Audit events alone. */
    public static EngineEvents audits(Consumer<AuditEvent> sink, FilterOrigins origins) {
        return new EngineEvents(null, new AuditEvents(sink, origins));
    }

    /** Both. */
    public static EngineEvents both(
            NetEventCollection collection,
            Consumer<NetEvent> netSink,
            Consumer<AuditEvent> auditSink,
            FilterOrigins origins) {
        return new EngineEvents(new NetEvents(collection, netSink), new AuditEvents(auditSink, origins));
    }

    /** Whether {@link #authorized} makes anything. */
    public boolean wantsAuthorizations() {
        return audits != null || net.wantsPermits();
    }

    /** An item was dropped; where its evaluation failed no layer dropped it, and there is no event. */
    public void discard(Item item, Discard discard) {
        if (discard.layer() == null) {
            return;
        }
        if (net != null) {
            net.discarded(item, discard);
        }
        if (audits != null) {
            audits.discarded(item, discard);
        }
    }

    /** An authorisation has ended. */
    public void authorized(Item item, Authorization ended) {
        boolean auth = ended.layer().family().startsWith("ALE_AUTH_");
        if (net != null && auth && !ended.isBlocked()) {
            net.permitted(item, ended);
        }
        if (audits != null) {
            audits.authorized(item, ended);
        }
    }
}

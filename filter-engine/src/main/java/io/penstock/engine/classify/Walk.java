// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.redirect.RedirectRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One item's visits in order, and how far it has come. It can be put down between visits only ({@link #steps()}, {@link #position()}). Reused from
 * item to item; one thread.
 */
final class Walk {
    private static final Visit[] VISITS = Visit.values();

    private byte[] steps = new byte[32];
    private int length;
    private int position;

    /** Which end of a loopback packet the walk speaks of; for others the packet's direction. */
    boolean outbound;
    /** The packet's flow seen from that end; {@link #flow} null: not authorised yet. */
    final FlowKey key = new FlowKey();

    FlowState flow;
    /** Direction a flow gets that is authorised in this walk. */
    boolean flowOutbound;

    boolean midStream;
    /** REAUTHORIZE_REASON of an AUTH visit that is one. */
    int reason;
    /** The last permit that a filter decided, null for none. */
    Verdict permit;

    boolean uncertain;
    /** Whether the visits are a socket's, not a packet's. */
    boolean event;
    /** Whether no packet stands behind them: the item names an endpoint. */
    boolean packetless;
    /** Whether an event told of the bind, so that its address is what the socket asked for. */
    boolean explicitBind;

    private List<RedirectRecord> redirects = List.of();
    /** The filter whose callout has answered for the visit that is repeated, null in all other visits. */
    RuntimeFilter answered;

    void begin() {
        length = 0;
        position = 0;
        flow = null;
        midStream = false;
        reason = 0;
        permit = null;
        uncertain = false;
        event = false;
        packetless = false;
        explicitBind = false;
        answered = null;
        redirects = List.of();
    }

    /** Redirects of the connection so far: its flow's, once there is one. */
    List<RedirectRecord> redirects() {
        return flow == null ? redirects : flow.redirects();
    }

    void redirects(List<RedirectRecord> made) {
        redirects = made;
    }

    void add(Visit visit) {
        if (length == steps.length) {
            steps = Arrays.copyOf(steps, length * 2);
        }
        steps[length++] = (byte) visit.ordinal();
    }

    boolean hasNext() {
        return position < length;
    }

    Visit visit() {
        return VISITS[steps[position]];
    }

    /** Whether the visit is among those laid out. */
    boolean includes(Visit visit) {
        for (int i = 0; i < length; i++) {
            if (steps[i] == visit.ordinal()) {
                return true;
            }
        }
        return false;
    }

    int position() {
        return position;
    }

    void next() {
        position++;
    }

    /** The visits behind the one at the position, in order. */
    List<Visit> ahead() {
        List<Visit> ahead = new ArrayList<>();
        for (int at = position + 1; at < length; at++) {
            ahead.add(VISITS[steps[at]]);
        }
        return ahead;
    }

    /** The visits as ordinals, to be kept with a pended item. */
    byte[] steps() {
        return Arrays.copyOf(steps, length);
    }

    /** What the walk is, to be kept with a pended item. */
    int marks() {
        return (event ? PendTicket.EVENT : 0)
                | (packetless ? PendTicket.PACKETLESS : 0)
                | (explicitBind ? PendTicket.EXPLICIT_BIND : 0);
    }

    void marks(int kept) {
        event = (kept & PendTicket.EVENT) != 0;
        packetless = (kept & PendTicket.PACKETLESS) != 0;
        explicitBind = (kept & PendTicket.EXPLICIT_BIND) != 0;
    }

    /** Passes over the visits up to the first of these; over none where there is no such visit. */
    void skipTo(Visit first, Visit or) {
        for (int at = position; at < length; at++) {
            if (VISITS[steps[at]] == first || VISITS[steps[at]] == or) {
                position = at;
                return;
            }
        }
    }

    /** Whether kept visits are visits, and there is one at the position. */
    static boolean isPosition(byte[] kept, int at) {
        for (byte step : kept) {
            if (step < 0 || step >= VISITS.length) {
                return false;
            }
        }
        return at < kept.length;
    }

    /** Takes up a walk where it was put down. */
    void resume(byte[] kept, int at) {
        begin();
        for (byte step : kept) {
            add(VISITS[step]);
        }
        position = at;
    }
}

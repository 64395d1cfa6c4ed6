// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.policy.Layer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamState;
import java.util.ArrayList;
import java.util.List;

/** The filters of one visit of STREAM whose conditions hold, in the order of arbitration over all sublayers (spec 7.6). One thread. */
final class StreamChain {
    private final VisitDesk visits;
    private final List<RuntimeFilter> filters = new ArrayList<>();
    /** For each filter the first one of the next sublayer. */
    private final List<Integer> lighter = new ArrayList<>();

    private PolicyRevision revision;
    private RuntimeFilter[][] sublayers;
    private int told;
    private int toldFilters;

    StreamChain(VisitDesk visits) {
        this.visits = visits;
    }

    void begin(PolicyRevision under, Layer layer) {
        revision = under;
        sublayers = under.filters(layer);
        told = 0;
        toldFilters = 0;
        filters.clear();
        lighter.clear();
        for (RuntimeFilter[] sublayer : sublayers) {
            for (RuntimeFilter filter : sublayer) {
                if (filter.matches(visits.values())) {
                    filters.add(filter);
                }
            }
            while (lighter.size() < filters.size()) {
                lighter.add(filters.size());
            }
        }
    }

    List<RuntimeFilter> filters() {
        return filters;
    }

    int size() {
        return filters.size();
    }

    RuntimeFilter get(int at) {
        return filters.get(at);
    }

    /** The first filter of the sublayer behind this filter's. */
    int lighter(int at) {
        return lighter.get(at);
    }

    /** Bytes have come to a filter, or past the last one: the trace is told of the sublayers up to there, each once a visit. */
    void reached(int at) {
        DecisionTrace trace = visits.trace();
        while (trace != null && told < sublayers.length && toldFilters <= at) {
            RuntimeFilter[] sublayer = sublayers[told++];
            trace.entered(revision.sublayer(sublayer));
            for (RuntimeFilter filter : sublayer) {
                boolean matches = filter.matches(visits.values());
                trace.tried(filter, visits.values(), matches);
                toldFilters += matches ? 1 : 0;
            }
        }
    }

    /** Whether a callout answers for the filter, rather than what stands in for one. */
    boolean isAsked(RuntimeFilter filter) {
        return filter.calloutKey() != null
                && !filter.isInert()
                && visits.callouts().isRegistered(filter)
                && !visits.callouts().isSkipped(filter);
    }

    /** The first filter whose callout is shown the flow's stream and may edit it, null for none. */
    RuntimeFilter editor(StreamState state) {
        for (RuntimeFilter filter : filters) {
            if (isAsked(filter)
                    && visits.callouts().runtime().editsStreams(filter.calloutKey())
                    && !filter.filter().action().isInspection()
                    && isAttached(filter, state)) {
                return filter;
            }
        }
        return null;
    }

    /** S8: attached to the flow from its start, or allowed in the middle; S2: its own injections are not shown to it. */
    boolean isShown(RuntimeFilter filter, StreamState state, StreamBytes bytes) {
        return isAttached(filter, state) && !bytes.isInjectedBy(filter.calloutKey());
    }

    private boolean isAttached(RuntimeFilter filter, StreamState state) {
        boolean attached =
                state != null && state.attached().contains(filter.filter().filterKey());
        return attached || visits.callouts().runtime().allowsMidStream(filter.calloutKey());
    }
}

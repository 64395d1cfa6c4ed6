// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.LayerName;
import io.penstock.engine.event.NetEvent;
import io.penstock.engine.event.NetEventType;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.SublayerResult;
import io.penstock.engine.policy.document.export.ExportElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a net event out of its item of {@code netsh wfp show netevents} (spec 9.4). */
final class NetEventItem {
    private static final String TYPE = "type";
    private static final String INTERNAL = "internalFields";
    private static final Set<String> FRAME = Set.of("header", TYPE, INTERNAL);
    private static final int FILTER_ID_BITS = 63;

    private NetEventItem() {}

    /** The type as the item spells it. */
    static String type(ExportElement item) {
        String type = item.text(TYPE);
        return type.isEmpty() ? "net event without a type" : type;
    }

    /**
     * The event.
     *
     * @param number of the event in its file
     * @param doubts told what was not understood
     */
    static RecordedEvent read(ExportElement item, String host, long number, List<String> doubts)
            throws NotUnderstoodException {
        String spelled = type(item);
        NetEventType type = Arrays.stream(NetEventType.values())
                .filter(one -> one.key().equals(spelled)
                        || Integer.toString(one.value()).equals(spelled))
                .findFirst()
                .orElseThrow(() -> new NotUnderstoodException("a type that is none of the eleven"));
        ExportElement header = item.child("header").orElseThrow();
        ExportElement body = body(item).orElseThrow(() -> new NotUnderstoodException("without a body"));
        ExportElement internal = item.child(INTERNAL).orElse(null);
        NetEvent event = new NetEvent(
                new NetEventHeaderReader(header, doubts).read(), NetEventBodyReader.read(type, body, doubts));
        return new RecordedEvent(
                RecordedEvent.Log.NET_EVENTS,
                type.key(),
                event,
                host,
                -1,
                number,
                item.line(),
                -1,
                new LayerName(""),
                "",
                -1,
                false,
                internal == null ? List.of() : sublayers(internal, doubts),
                internal == null ? null : capabilities(internal));
    }

    private static Optional<ExportElement> body(ExportElement item) {
        return item.children().stream()
                .filter(child -> !FRAME.contains(child.name()))
                .findFirst();
    }

    private static List<SublayerResult> sublayers(ExportElement internal, List<String> doubts) {
        List<SublayerResult> results = new ArrayList<>();
        for (ExportElement one : internal.child("terminatingFiltersInfo")
                .map(ExportElement::children)
                .orElse(List.of())) {
            MemberReader members = new MemberReader(one::text, doubts);
            results.add(new SublayerResult(
                    members.number("filterId", FILTER_ID_BITS, 0), one.text("subLayer"), one.text("actionType")));
        }
        return results;
    }

    private static List<String> capabilities(ExportElement internal) {
        return internal.child("capabilities")
                .map(list -> list.children().stream().map(ExportElement::text).toList())
                .orElse(null);
    }
}

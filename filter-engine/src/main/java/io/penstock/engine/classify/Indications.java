// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamIndication;
import java.util.List;

/** Writes what callouts of a visit are told of the item (spec 5.1). One thread. */
final class Indications {
    private final FlowContextDesk contexts;
    private final PendRules rules;
    private final FieldValues values;
    private Item item;
    private Walk walk;
    private Visit visit;
    private ClassifyIn.DiscardMetadata discard;
    private StreamIndication stream;

    Indications(FlowContextDesk contexts, PendRules rules, FieldValues values) {
        this.contexts = contexts;
        this.rules = rules;
        this.values = values;
    }

    /** Names what callouts are asked about next; {@code discarded} null except at discard layers. */
    void visit(Item of, Walk in, Visit at, ClassifyIn.DiscardMetadata discarded) {
        item = of;
        walk = in;
        visit = at;
        discard = discarded;
        stream = null;
    }

    /** Names the bytes of the stream that callouts are asked about next. */
    void stream(StreamIndication bytes) {
        stream = bytes;
    }

    /** What the callout of a filter is told. */
    ClassifyIn of(RuntimeFilter filter) {
        return of(
                item.upperAt(visit),
                filter.filter(),
                filter.providerContext(),
                filter.calloutKey(),
                values,
                contexts.context(item, walk, filter),
                discard,
                metadata(filter),
                stream);
    }

    private ClassifyMetadata metadata(RuntimeFilter filter) {
        boolean dropped = discard != null;
        return MetadataFiller.of(
                item.upperAt(visit),
                filter.filter().layer(),
                walk.outbound,
                !dropped && contexts.hasFlow(),
                !dropped && rules.of(filter).mayPend(),
                !dropped && visit == Visit.IN_TRANSPORT_ALE);
    }

    /** What a callout is told of an item; {@code discarded} null except at discard layers, {@code stream} except at STREAM. */
    static ClassifyIn of(
            Item of,
            Filter filter,
            ProviderContext context,
            String calloutKey,
            FieldValues values,
            long flowContext,
            ClassifyIn.DiscardMetadata discarded,
            ClassifyMetadata metadata,
            StreamIndication stream) {
        int shipped = of.frameLength();
        int payloadAt = Math.clamp(PacketRow.payloadOffset(of.rows, of.row), 0, shipped);
        long payload = Math.min(PacketRow.payloadLength(of.rows, of.row), shipped - payloadAt);
        return new ClassifyIn(
                filter.layer(),
                filter,
                context,
                values,
                of.host,
                of.rows,
                of.row,
                of.frames,
                of.frameOffset(),
                shipped,
                of.frameOffset() + payloadAt,
                (int) payload,
                injectionState(of, calloutKey),
                flowContext,
                discarded,
                metadata,
                stream);
    }

    private static InjectionState injectionState(Item of, String calloutKey) {
        List<String> chain = of.injectionChain;
        if (chain.isEmpty()) {
            return InjectionState.NOT_INJECTED;
        }
        if (chain.getLast().equals(calloutKey)) {
            return InjectionState.INJECTED_BY_SELF;
        }
        return chain.contains(calloutKey)
                ? InjectionState.PREVIOUSLY_INJECTED_BY_SELF
                : InjectionState.INJECTED_BY_OTHER;
    }
}

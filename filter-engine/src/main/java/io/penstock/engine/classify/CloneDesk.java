// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.inject.BuiltClone;
import io.penstock.engine.inject.CloneBuilder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.segment.Segmenter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Builds the clones that callouts inject, and keeps them until the walk that they come from has returned: nothing is injected inside a
 * classification, TCP at the transport layers least of all (spec 10 G7). What a walk leaves goes before what earlier ones left, so that clones of a
 * clone take its place. One thread.
 */
final class CloneDesk {
    /** Clones of one packet count their visits from different numbers, so that their pends have different ids. */
    private static final int VISITS_APART = 1 << 10;

    /** Spreads them over all numbers. */
    private static final int VISITS_APART_PRIME = 0x9E3779B1;

    private final EngineListener listener;
    private final CloneBuilder builder = new CloneBuilder();
    private final Deque<Item> entering = new ArrayDeque<>();
    private final List<Item> fresh = new ArrayList<>();

    CloneDesk(EngineListener listener) {
        this.listener = listener;
    }

    /** The clones of an item, or null where one of the frames cannot be injected, which the listener is told. */
    List<Item> build(Item item, RuntimeFilter filter, List<Injection> frames) {
        List<Item> clones = new ArrayList<>(frames.size());
        boolean fit = true;
        for (Injection frame : frames) {
            Item clone = build(item, filter, frame, clones.size() + 1);
            fit &= clone != null;
            clones.add(clone);
        }
        return fit ? clones : null;
    }

    /** The clones of an item that can be injected; the others are told of and left out. */
    List<Item> buildFit(Item item, RuntimeFilter filter, List<Injection> frames) {
        List<Item> clones = new ArrayList<>(frames.size());
        int number = 0;
        for (Injection frame : frames) {
            Item clone = build(item, filter, frame, ++number);
            if (clone != null) {
                clones.add(clone);
            }
        }
        return clones;
    }

    /** Segments of a stream, in order; each stands behind the stream layer. */
    List<Item> segments(Item item, Layer layer, String calloutKey, List<Segmenter.Leaving> segments) {
        List<Item> clones = new ArrayList<>(segments.size());
        int number = 0;
        for (Segmenter.Leaving leaving : segments) {
            InjectFunction function =
                    leaving.outbound() ? InjectFunction.TRANSPORT_SEND : InjectFunction.TRANSPORT_RECEIVE;
            Item clone = build(item, layer, calloutKey, new Injection(function, leaving.frame()), ++number);
            if (clone != null) {
                clone.streamDone = true;
                clones.add(clone);
            }
        }
        return clones;
    }

    private Item build(Item item, RuntimeFilter filter, Injection injection, int number) {
        return build(item, filter.filter().layer(), filter.calloutKey(), injection, number);
    }

    private Item build(Item item, Layer layer, String calloutKey, Injection injection, int number) {
        boolean outbound = PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND;
        InjectFunction function =
                injection.function() == null ? InjectFunction.of(layer, outbound) : injection.function();
        return switch (builder.build(item.rows, item.row, function, injection.frame())) {
            case BuiltClone.Fit fit -> clone(item, calloutKey, function, fit, number);
            case BuiltClone.Unfit(String why) -> {
                listener.contractError(item, layer, calloutKey, ContractError.INJECTION_FAILED);
                listener.finding(item, layer, calloutKey, new Finding("injection-failed", why));
                yield null;
            }
        };
    }

    private static Item clone(Item item, String calloutKey, InjectFunction entry, BuiltClone.Fit fit, int number) {
        Item clone = item.copy();
        clone.rows = fit.row();
        clone.row = 0;
        clone.quoted = fit.quoted();
        clone.frames = fit.frame();
        clone.injected = true;
        clone.whole = null;
        clone.entry = entry;
        clone.visit = ((item.visit * 31 + number) * VISITS_APART_PRIME & Integer.MAX_VALUE) & -VISITS_APART;
        clone.injectionChain = chain(item, calloutKey);
        clone.renamed = !Tuples.isSame(item, clone);
        if (clone.renamed) {
            // It is the first that its own flow sees of the packet.
            clone.countedEnds = 0;
            clone.key = null;
        }
        return clone;
    }

    /** An injection appends to the chain (spec 6.5). */
    static List<String> chain(Item item, String calloutKey) {
        List<String> chain = new ArrayList<>(item.injectionChain);
        chain.add(calloutKey);
        return List.copyOf(chain);
    }

    static boolean isLoop(Item clone) {
        return clone.injectionChain.size() > clone.revision.policy().settings().reinjectMaxDepth();
    }

    /** Lets clones enter their paths when the walk has returned. */
    void queue(Item clone) {
        fresh.add(clone);
    }

    /** The clone that enters next, or null. */
    Item next() {
        for (int last = fresh.size() - 1; last >= 0; last--) {
            entering.addFirst(fresh.get(last));
        }
        fresh.clear();
        return entering.poll();
    }

    /** Blocks a clone whose evaluation has failed. */
    void failed(Item clone) {
        PolicyRevision under = clone.revision;
        listener.injected(clone, under.dropped(null, DiscardReason.DECODE_ERROR, false));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamIndication;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Stream modification (spec 7.4): replaces byte patterns of the filter's provider context in TCP streams, also where segments cut them, by others of any
 * length: PERMIT what stands before, inject the replacement, BLOCK the pattern. What may be the start of a pattern waits for its rest. Inline, at the
 * STREAM layers; elsewhere it has no opinion. The engine makes segments of what leaves.
 */
public final class StreamEdit implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-stream-edit";

    private static final int MOST_CONTEXTS = 64;

    /** By identity: a revision's contexts are the same objects from item to item. */
    private final Map<ProviderContext, EditSet> read = new IdentityHashMap<>();

    /** Made by {@code ServiceLoader}. */
    public StreamEdit() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.INLINE;
    }

    @Override
    public boolean editsStreams() {
        return true;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        StreamIndication shown = in.stream();
        if (shown == null) {
            if (in.filter().action().isTerminating()) {
                out.permit(in);
            } else {
                out.action(CalloutAction.CONTINUE);
            }
            return;
        }
        boolean last = shown.noMoreData() || shown.bufferLimitReached();
        EditSet.Place place = edits(in).find(shown.isOutbound(), shown.data(), shown.from(), shown.length(), last);
        if (place == null) {
            permit(out, 0);
        } else if (place.offset() > 0) {
            permit(out, place.offset());
        } else if (place.edit() == null) {
            out.action(CalloutAction.NONE);
            out.stream().needMore(place.needed());
        } else {
            replace(shown, place.edit(), out);
        }
    }

    private static void permit(ClassifyOut out, int count) {
        out.action(CalloutAction.PERMIT);
        out.stream().countBytesEnforced(count);
    }

    private static void replace(StreamIndication shown, Edit edit, ClassifyOut out) {
        if (edit.replace().length > 0) {
            out.stream().inject(StreamFlags.of(shown.isOutbound()), edit.replace());
        }
        out.action(CalloutAction.BLOCK);
        out.stream().countBytesEnforced(edit.find().length);
        out.finding(
                edit.name(), edit.find().length + " bytes at " + shown.offset() + " became " + edit.replace().length);
    }

    private EditSet edits(ClassifyIn in) {
        ProviderContext context = in.providerContext();
        if (context == null) {
            return EditSet.NONE;
        }
        EditSet known = read.get(context);
        if (known != null) {
            return known;
        }
        // Old revisions' contexts go with the rest once there are many.
        if (read.size() == MOST_CONTEXTS) {
            read.clear();
        }
        EditSet edits = EditSet.of(context.data());
        read.put(context, edits);
        return edits;
    }
}

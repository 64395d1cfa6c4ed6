// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.List;

/**
 * Stream modification (spec 7.4): replaces byte patterns of the filter's provider context in TCP streams, also where segments cut them, by others of any
 * length: PERMIT what stands before, inject the replacement, BLOCK the pattern. What may be the start of a pattern waits for its rest. Inline, at the
 * STREAM layers; elsewhere it has no opinion. The engine makes segments of what leaves.
 */
public final class StreamEdit implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-stream-edit";

    private final ContextCache<EditSet> read = ContextCache.of(EditReader::read);

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
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        List<ConfigurationFault> faults = new ArrayList<>();
        if (!filter.layer().family().equals(LayerFamily.STREAM.name())
                || filter.layer().isDiscard()) {
            faults.add(ConfigurationFault.ofFilter(
                    "layerKey",
                    "it edits nothing at " + filter.layer().key(),
                    "FWPM_LAYER_STREAM_V4 or FWPM_LAYER_STREAM_V6"));
        }
        if (filter.action().isInspection()) {
            faults.add(ConfigurationFault.ofFilter(
                    "action",
                    "it edits nothing as an inspection",
                    "FWP_ACTION_CALLOUT_TERMINATING or FWP_ACTION_CALLOUT_UNKNOWN"));
        }
        if (context != null) {
            faults.addAll(ContextReader.faults(context.data(), EditReader::read));
        }
        return faults;
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
        EditSet edits = in.providerContext() == null ? EditSet.NONE : read.get(in.providerContext());
        EditSet.Place place = edits.find(shown.isOutbound(), shown.data(), shown.from(), shown.length(), last);
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
}

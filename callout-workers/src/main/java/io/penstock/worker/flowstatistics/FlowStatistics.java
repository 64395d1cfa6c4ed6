// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.flowstatistics;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.callout.FlowReporter;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Inline inspection (spec 6.1): marks each flow that a filter shows it with a flow context, and reports its packets, bytes, times and TCP flags when it is over. The counts
 * are the engine's own, of all packets of the flow both ways, whatever became of them. The context says from how many packets and bytes on the flow is worth a report.
 */
public final class FlowStatistics implements FlowReporter {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-flow-statistics";

    private static final long MOST = Integer.MAX_VALUE;

    private final ContextCache<Threshold> read = ContextCache.of(FlowStatistics::read);

    /** Made by {@code ServiceLoader}. */
    public FlowStatistics() {}

    /**
     * From what on a flow is reported.
     *
     * @param packets 1 and up
     * @param bytes 0 and up
     */
    private record Threshold(long packets, long bytes) {
        static final Threshold NONE = new Threshold(1, 0);

        long context() {
            return bytes << Integer.SIZE | packets;
        }

        static Threshold of(long context) {
            return new Threshold(context & 0xFFFF_FFFFL, context >>> Integer.SIZE);
        }
    }

    private static Threshold read(ContextReader context) {
        context.keys(List.of("leastPackets", "leastBytes"));
        return new Threshold(context.number("leastPackets", 1, MOST, 1), context.number("leastBytes", 0, MOST, 0));
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        List<ConfigurationFault> faults = new ArrayList<>();
        if (!filter.layer().hasFlowContext()) {
            faults.add(ConfigurationFault.ofFilter(
                    "layerKey",
                    "there are no flows at " + filter.layer().key(),
                    "FWPM_LAYER_ALE_AUTH_CONNECT_V4 or _V6, FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4 or _V6, or"
                            + " another with flows"));
        }
        if (!filter.action().isInspection()) {
            faults.add(ConfigurationFault.ofFilter(
                    "action", "it decides nothing as " + filter.action().key(), "FWP_ACTION_CALLOUT_INSPECTION"));
        }
        if (context != null) {
            faults.addAll(ContextReader.faults(context.data(), FlowStatistics::read));
        }
        return faults;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        out.action(CalloutAction.CONTINUE);
        if (in.flowContext() == 0) {
            Threshold threshold = in.providerContext() == null ? Threshold.NONE : read.get(in.providerContext());
            out.associateFlowContext(in.layer(), threshold.context());
        }
    }

    @Override
    public Finding report(FlowState flow, Layer layer, long flowContext) {
        Threshold threshold = Threshold.of(flowContext);
        boolean isEnough = flow.packetsIn() + flow.packetsOut() >= threshold.packets()
                && flow.bytesIn() + flow.bytesOut() >= threshold.bytes();
        return isEnough ? FlowFigures.of(flow) : null;
    }
}

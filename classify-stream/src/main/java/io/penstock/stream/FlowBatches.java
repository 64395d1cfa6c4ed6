// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.EngineListener.FlowEnd;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.schemas.Direction;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowEnded;
import io.penstock.schemas.FlowRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The flows that one input record started or ended, in batches. Reused; on the stream thread only. */
final class FlowBatches {
    /** Some 300 bytes each at most, so a batch stays well below a broker's limit of 1 MiB. */
    private static final int MOST_IN_A_BATCH = 2_000;

    private final Consumer<FlowBatch> full;
    private List<FlowRecord> flows = new ArrayList<>();
    private String agent = "";
    private String host = "";
    private long incarnation;

    FlowBatches(Consumer<FlowBatch> full) {
        this.full = full;
    }

    /** Names the agent whose record is being processed. */
    void agent(String agentName, String hostName, long agentIncarnation) {
        finish();
        agent = agentName;
        host = hostName;
        incarnation = agentIncarnation;
    }

    void started(FlowState flow) {
        add(flow, io.penstock.schemas.FlowState.STARTED);
    }

    void ended(FlowState flow, FlowEnd end) {
        add(
                flow,
                switch (end) {
                    case ENDED -> io.penstock.schemas.FlowState.ENDED;
                    case IDLE -> io.penstock.schemas.FlowState.IDLE;
                    case END_OF_CAPTURE -> io.penstock.schemas.FlowState.END_OF_CAPTURE;
                });
    }

    /** What a callout's workers are told of a context that is gone. */
    FlowEnded contextEnded(FlowKey key, FlowContext context) {
        return new FlowEnded(
                agent,
                key.host(),
                incarnation,
                context.calloutKey(),
                context.layerKey(),
                context.value(),
                key.version(),
                key.protocol(),
                FindingRecords.address(key.version(), key.localHigh(), key.localLow()),
                FindingRecords.address(key.version(), key.remoteHigh(), key.remoteLow()),
                key.localPort(),
                key.remotePort());
    }

    /** Hands over what is left, and empties this. */
    void finish() {
        if (!flows.isEmpty()) {
            full.accept(new FlowBatch(agent, host, incarnation, flows, ""));
            flows = new ArrayList<>();
        }
    }

    private void add(FlowState flow, io.penstock.schemas.FlowState state) {
        FlowKey key = flow.key();
        // Not by its builder, which checks and copies every default: a record a flow is on the hot path.
        flows.add(new FlowRecord(
                key.host(),
                key.version(),
                key.protocol(),
                FindingRecords.address(key.version(), key.localHigh(), key.localLow()),
                FindingRecords.address(key.version(), key.remoteHigh(), key.remoteLow()),
                key.localPort(),
                key.remotePort(),
                flow.isOutbound() ? Direction.OUTBOUND : Direction.INBOUND,
                state,
                flow.startNanos(),
                flow.lastNanos(),
                flow.packetsIn(),
                flow.packetsOut(),
                flow.bytesIn(),
                flow.bytesOut(),
                flow.authLayerKey().isEmpty() ? null : flow.authLayerKey(),
                flow.standing() == null ? null : flow.standing().filterKey(),
                flow.isBlocked(),
                flow.isMidStream(),
                0L,
                "",
                0L));
        if (flows.size() == MOST_IN_A_BATCH) {
            finish();
        }
    }
}

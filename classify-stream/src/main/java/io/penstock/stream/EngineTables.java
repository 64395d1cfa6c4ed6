// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.EngineState;
import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;

/** The engine's tables and the log behind them. */
final class EngineTables {
    private final EngineState state;
    private final StateLog log;

    EngineTables(StateLog log, EngineState state) {
        this.state = state;
        this.log = log;
    }

    void restore() {
        log.forEach(StateTable.FLOWS, state.flows()::restore);
        log.forEach(StateTable.FRAGMENTS, state.fragments()::restore);
        log.forEach(StateTable.STREAMS, state.streams()::restore);
        log.forEach(StateTable.STREAM_CALLOUTS, state.streamStates()::restore);
        state.streamStates().restored();
        log.forEach(StateTable.SEGMENTS, state.segments()::restore);
        log.forEach(StateTable.MULTICAST, state.multicast()::restore);
        log.forEach(StateTable.ENDED, state.ended()::restore);
        log.forEach(StateTable.ENDPOINTS, state.endpoints()::restore);
    }

    void drain() {
        state.flows().drainDirty(log.into(StateTable.FLOWS));
        state.fragments().drainDirty(log.into(StateTable.FRAGMENTS));
        state.streams().drainDirty(log.into(StateTable.STREAMS));
        state.streamStates().drainDirty(log.into(StateTable.STREAM_CALLOUTS));
        state.segments().drainDirty(log.into(StateTable.SEGMENTS));
        state.multicast().drainDirty(log.into(StateTable.MULTICAST));
        state.ended().drainDirty(log.into(StateTable.ENDED));
        state.endpoints().drainDirty(log.into(StateTable.ENDPOINTS));
    }
}

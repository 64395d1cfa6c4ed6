// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.report.CalloutState;
import io.penstock.stream.counts.DiscardTotal;
import java.time.Instant;
import java.util.List;

/**
 * What a cluster told at one moment.
 *
 * @param time by this machine's clock
 * @param policy the policy in force, as a few words
 * @param agents verdicts since the view was opened
 * @param discards all that are counted, by reason, filter and layer
 * @param callouts their state
 * @param lags of the topology and of workers
 */
record ClusterSample(
        Instant time,
        String policy,
        List<AgentVerdicts> agents,
        List<DiscardTotal> discards,
        List<CalloutState> callouts,
        List<GroupLag> lags) {
    /** Copies the lists. */
    ClusterSample {
        agents = List.copyOf(agents);
        discards = List.copyOf(discards);
        callouts = List.copyOf(callouts);
        lags = List.copyOf(lags);
    }

    /** The verdicts of all agents together. */
    AgentVerdicts verdicts() {
        return agents.stream().reduce(new AgentVerdicts("", "", 0, 0, 0, 0), AgentVerdicts::plus);
    }
}

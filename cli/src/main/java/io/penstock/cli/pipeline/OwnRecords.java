// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.util.Set;

/**
 * Tells a run's own records from others' on the same topics.
 *
 * @param agents names of the run's agents
 * @param incarnation theirs
 */
public record OwnRecords(Set<String> agents, long incarnation) {
    boolean covers(String agent, long ofIncarnation) {
        return ofIncarnation == incarnation && agents.contains(agent);
    }
}

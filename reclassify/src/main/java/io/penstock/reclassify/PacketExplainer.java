// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.policy.Policy;
import java.util.List;

/** Words for packets and for their walks. Any thread. */
public interface PacketExplainer {
    /**
     * A packet in a line.
     *
     * @param row its row, at offset 0
     */
    String line(byte[] row);

    /** The steps of a packet's walk, as a person reads them. */
    List<TraceLine> trace(Policy policy, List<Step> steps);
}

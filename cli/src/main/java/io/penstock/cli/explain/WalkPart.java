// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.classify.DecisionTrace.Step;
import java.util.List;

/** A part of a packet's walk, in the order in which they happened: a visit with all that was tried there, or what happened between visits. */
sealed interface WalkPart {
    /**
     * One classification.
     *
     * @param layer key of the layer
     * @param flags bits of the FLAGS field
     * @param sublayers those asked, in order
     * @param end how it ended
     */
    record Visit(String layer, int flags, List<Sublayer> sublayers, Step.Ended end) implements WalkPart {}

    /** Anything that is no visit. */
    record Event(Step.Between step) implements WalkPart {}

    /**
     * A sublayer that was asked.
     *
     * @param entered which
     * @param tried its filters that were tried, in order
     * @param combined what its results did to the layer's action; at STREAM there may be several
     */
    record Sublayer(Step.Entered entered, List<Tried> tried, List<Step.Combined> combined) {}

    /**
     * A filter that was tried.
     *
     * @param step its conditions
     * @param results what it came to, each time it was asked: none where it did not match, several for a stream
     */
    record Tried(Step.Tried step, List<Step.Evaluated> results) {}
}

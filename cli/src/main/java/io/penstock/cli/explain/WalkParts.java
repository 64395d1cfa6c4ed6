// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.classify.DecisionTrace.Step;
import java.util.ArrayList;
import java.util.List;

/** Puts the steps of a trace together to the parts of a walk. One thread. */
final class WalkParts {
    private final List<WalkPart> parts = new ArrayList<>();
    private Step.Visited visited;
    private List<WalkPart.Sublayer> sublayers = new ArrayList<>();

    private WalkParts() {}

    static List<WalkPart> of(List<Step> steps) {
        WalkParts all = new WalkParts();
        steps.forEach(all::add);
        return List.copyOf(all.parts);
    }

    private void add(Step step) {
        switch (step) {
            case Step.Visited begun -> {
                visited = begun;
                sublayers = new ArrayList<>();
            }
            case Step.Entered entered ->
                sublayers.add(new WalkPart.Sublayer(entered, new ArrayList<>(), new ArrayList<>()));
            case Step.Tried tried -> sublayers.getLast().tried().add(new WalkPart.Tried(tried, new ArrayList<>()));
            case Step.Invoked invoked -> {
                // What it answered follows.
            }
            case Step.Evaluated evaluated -> result(evaluated);
            case Step.Combined combined ->
                sublayer(combined.subLayerKey()).combined().add(combined);
            case Step.Ended end ->
                parts.add(new WalkPart.Visit(visited.layer(), visited.flags(), List.copyOf(sublayers), end));
            case Step.Between between -> parts.add(new WalkPart.Event(between));
        }
    }

    private void result(Step.Evaluated evaluated) {
        for (WalkPart.Tried tried : sublayer(evaluated.subLayerKey()).tried()) {
            if (tried.step().filterId() == evaluated.filterId()) {
                tried.results().add(evaluated);
            }
        }
    }

    private WalkPart.Sublayer sublayer(String key) {
        return sublayers.stream()
                .filter(one -> one.entered().subLayerKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}

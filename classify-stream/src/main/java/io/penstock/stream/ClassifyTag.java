// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.stream.Stream;

/** The tags of {@link ClassifyMeter}, each from a closed set. */
public enum ClassifyTag {
    /** Why an item was discarded. */
    REASON("reason", Stream.of(DiscardReason.values()).map(DiscardReason::key).toList()),
    /** Where an item was discarded. */
    LAYER(
            "layer",
            Stream.concat(Layer.all().stream().map(Layer::key), Stream.of("none"))
                    .toList()),
    /** The key of a callout that is registered, or that this process has. */
    CALLOUT("callout", List.of()),
    /** How an answer broke the contract. */
    ERROR("error", Stream.of(ContractError.values()).map(ContractError::key).toList()),
    /** Up to where a time runs. */
    STAGE("stage", Stream.of(ClassifyStage.values()).map(ClassifyStage::key).toList()),
    /** Which identity of the books. */
    IDENTITY(
            "identity",
            Stream.of(ClassifyIdentity.values()).map(ClassifyIdentity::key).toList());

    private final String key;
    private final List<String> values;

    ClassifyTag(String key, List<String> values) {
        this.key = key;
        this.values = values;
    }

    /** As registries have it. */
    public String key() {
        return key;
    }

    /** What it may be; empty where that is known only when a process runs: the callouts that the policy or a registration names. */
    public List<String> among() {
        return values;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.cli.findings.FindingFiles;
import io.penstock.engine.policy.Policy;
import io.penstock.stream.control.PolicyToActivate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a pipeline is made of.
 *
 * @param kafka the cluster to use; empty: a broker of its own
 * @param policy the policy to activate; empty: the cluster's
 * @param rules what that policy says; empty: the cluster's
 * @param partitions of the topics; empty: those that are there, or the default
 * @param workers of each out-of-band callout that the policy names, 1 to 64
 * @param logsFates whether what leaves is to be known packet by packet
 * @param findings where what callouts found is written
 * @param registry where the parts count; empty: nowhere
 */
public record RunOptions(
        Optional<KafkaClientSettings> kafka,
        Optional<PolicyToActivate> policy,
        Optional<Policy> rules,
        OptionalInt partitions,
        int workers,
        boolean logsFates,
        FindingFiles findings,
        Optional<MeterRegistry> registry) {
    /** Partitions of an embedded broker's topics. */
    public static final int EMBEDDED_PARTITIONS = 4;

    /** Partitions of a cluster's topics. */
    public static final int CLUSTER_PARTITIONS = 12;

    int partitionsToMake() {
        return partitions.orElse(kafka.isPresent() ? CLUSTER_PARTITIONS : EMBEDDED_PARTITIONS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.direction.DirectionRule;
import io.penstock.ingest.direction.LocalAddresses;
import java.util.Optional;

/**
 * What the user says about the captures.
 *
 * @param host the host that all captures are of, read in the order given as one agent; empty: each capture is an agent and a host
 * @param local the addresses that are local; empty: they are inferred
 */
public record RowOptions(Optional<String> host, Optional<LocalAddresses> local) {
    /** Each capture an agent and host of its own, local addresses inferred. */
    public static final RowOptions DEFAULT = new RowOptions(Optional.empty(), Optional.empty());

    public RowOptions {
        if (host.isPresent() && host.get().isBlank()) {
            throw new IllegalArgumentException("a host's name expected, found an empty one");
        }
    }

    DirectionRule newRule() {
        return local.map(DirectionRule::of).orElseGet(DirectionRule::inferring);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.ingest.direction.InferredLocal;
import io.penstock.ingest.rows.CaptureTally;
import java.util.List;

/**
 * What an agent did; captured = published + dropped.
 *
 * @param host host whose packets it published
 * @param captured packets read
 * @param published packets that the brokers have
 * @param dropped packets read that they have not
 * @param malformed malformed packets among the published
 * @param bytes lengths on the wire of the published packets
 * @param captures what was read of each capture
 * @param inferred local addresses that were inferred
 */
public record AgentResult(
        String agent,
        String host,
        long incarnation,
        long captured,
        long published,
        long dropped,
        long malformed,
        long bytes,
        List<CaptureTally> captures,
        List<InferredLocal> inferred) {}

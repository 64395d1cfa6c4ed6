// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

/**
 * How an agent's books stand at one moment, in packets.
 *
 * @param read taken from the capture
 * @param gathered waiting for their record to fill
 * @param inFlight sent, and neither acknowledged nor refused
 * @param published acknowledged
 * @param dropped refused, or never sent
 */
public record AgentBalance(long read, long gathered, long inFlight, long published, long dropped) {
    /** By how many those read exceed those accounted for; 0 where the books are right. */
    public long imbalance() {
        return read - gathered - inFlight - published - dropped;
    }
}

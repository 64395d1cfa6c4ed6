// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

/** Told how agents come along, once for each record sent, from their threads. Must be quick and must not throw. */
@FunctionalInterface
public interface PublishProgress {
    /** Nobody wants to know. */
    PublishProgress NONE = (agent, packets, wireBytes) -> {};

    /**
     * A record was sent.
     *
     * @param packets packets in it
     * @param wireBytes their lengths on the wire
     */
    void sent(String agent, int packets, long wireBytes);
}

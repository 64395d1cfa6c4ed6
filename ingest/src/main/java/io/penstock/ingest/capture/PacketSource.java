// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** Captured packets, pulled one at a time in the order of the capture. One thread at a time. */
@FunctionalInterface
public interface PacketSource {
    /**
     * Moves on to the next packet, waiting for it where the input is not there yet.
     *
     * @param packet overwritten with the packet; its bytes stay valid until the next call on this source
     * @return false at the end, and then {@code packet} is unchanged
     */
    boolean next(CapturedPacket packet);
}

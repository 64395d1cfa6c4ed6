// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

/** Makes the packet without number that stands for the end of a stream. Reused. One thread. */
public final class StreamEnd {
    private final InspectedPacket packet = new InspectedPacket();

    /** The packet; the same object each time. */
    public InspectedPacket of(TrackedFlow flow, boolean toServer) {
        packet.endOf(flow, toServer);
        return packet;
    }
}

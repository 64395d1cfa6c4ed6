// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.CapturedPacket;

/** Decodes as much of a packet as its direction needs. Must keep nothing between packets. */
@FunctionalInterface
public interface PacketEndsReader {
    /** Sets all of {@code ends} from the packet, which may be any bytes; never throws for what they hold. */
    void read(CapturedPacket packet, PacketEnds ends);
}

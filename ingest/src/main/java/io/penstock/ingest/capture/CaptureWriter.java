// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;

/** Writes packets to a capture, in the order given. One thread. */
public sealed interface CaptureWriter extends AutoCloseable permits PcapWriter, PcapngWriter, EgressCapture {
    /**
     * Appends a packet: its bytes, wire length, time and link type.
     *
     * @throws IllegalArgumentException if the format cannot hold the packet's link type beside those before it
     */
    void write(CapturedPacket packet) throws IOException;

    @Override
    void close() throws IOException;
}

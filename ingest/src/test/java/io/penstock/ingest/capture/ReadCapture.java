// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Everything read from one capture. */
record ReadCapture(List<CapturedPacket> packets, List<CaptureInterface> interfaces, CaptureDamage damage) {
    static ReadCapture of(byte[] bytes) throws IOException {
        return of(new CaptureSource.Bytes("test.pcap", bytes));
    }

    static ReadCapture of(CaptureSource source) throws IOException {
        try (CaptureReader reader = CaptureReader.open(source)) {
            List<CapturedPacket> packets = new ArrayList<>();
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                packets.add(packet.copy());
            }
            return new ReadCapture(
                    packets, List.copyOf(reader.interfaces()), reader.damage().orElse(null));
        }
    }

    /** Time, lengths and interface of each packet, as TShark prints them. */
    List<String> lines() {
        return packets.stream()
                .map(packet -> String.join(
                        ",",
                        packet.captureTime().toString(),
                        Integer.toString(packet.capturedLengthBytes()),
                        Long.toString(packet.wireLengthBytes())))
                .toList();
    }
}

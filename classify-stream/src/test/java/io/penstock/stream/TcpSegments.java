// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.StreamAction;
import io.penstock.schemas.StreamInjection;
import io.penstock.schemas.StreamStep;
import io.penstock.schemas.StreamVerdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Outbound TCP segments from 10.0.0.1 to port 80 of 10.0.0.2, raw IPv4, and answers about their bytes. */
final class TcpSegments {
    static final int SYN = 0x02;
    static final int ACK = 0x10;
    static final int SEND = 0x1_0000;
    private static final int HEADERS = 40;

    private TcpSegments() {}

    static byte[] segment(int sourcePort, int flags, int sequence, String payload) {
        byte[] data = payload.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer frame = ByteBuffer.allocate(HEADERS + data.length);
        frame.putShort((short) 0x4500).putShort((short) frame.capacity());
        frame.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0x0A000002);
        frame.putShort((short) sourcePort).putShort((short) 80).putInt(sequence).putInt(1);
        frame.put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 1_000)
                .putInt(0)
                .put(data);
        return frame.array();
    }

    /** The payload of such a segment, or of one that was made of it. */
    static String payload(byte[] frame) {
        return new String(frame, HEADERS, frame.length - HEADERS, StandardCharsets.ISO_8859_1);
    }

    static StreamStep step(StreamVerdict verdict, int enforced, String... injected) {
        List<StreamInjection> injections = List.of(injected).stream()
                .map(data -> new StreamInjection(SEND, ByteBuffer.wrap(data.getBytes(StandardCharsets.ISO_8859_1))))
                .toList();
        return new StreamStep(StreamAction.NONE, verdict, 0, enforced, injections);
    }
}

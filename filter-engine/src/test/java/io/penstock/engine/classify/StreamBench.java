// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.stream.StreamIndication;
import io.penstock.engine.stream.StreamStatus;

/** One TCP connection through an engine, outbound unless said otherwise; both ends number their bytes from 1. */
final class StreamBench {
    static final String STREAM = "STREAM_V4";

    final EngineBench engine;
    private int sent = 1;
    private int received = 1;
    private long millis = 1_000;

    StreamBench(PolicySketch policy, Callout... callouts) {
        engine = new EngineBench(policy, callouts);
    }

    /** Opens the connection: each end's SYN has number 0. */
    StreamBench open() {
        engine.send(out(TestPacket.SYN, 0, ""));
        engine.send(in(TestPacket.SYN | TestPacket.ACK, 0, ""));
        return this;
    }

    /** The local end sends the next bytes; returns the packet's fate. */
    String send(String data) {
        String fate = engine.send(out(TestPacket.ACK, sent, data));
        sent += data.length();
        return fate;
    }

    /** The remote end sends the next bytes. */
    String receive(String data) {
        String fate = engine.send(in(TestPacket.ACK, received, data));
        received += data.length();
        return fate;
    }

    /** The local end closes, with its last bytes. */
    String sendFin(String data) {
        String fate = engine.send(out(TestPacket.ACK | TestPacket.FIN, sent, data));
        sent += data.length() + 1;
        return fate;
    }

    /** The remote end closes, with its last bytes. */
    String receiveFin(String data) {
        String fate = engine.send(in(TestPacket.ACK | TestPacket.FIN, received, data));
        received += data.length() + 1;
        return fate;
    }

    TestPacket out(int flags, int sequence, String data) {
        return segment(flags, sequence, data)
                .from("10.0.0.1", 40_000)
                .to("192.0.2.9", 80)
                .outbound();
    }

    TestPacket in(int flags, int sequence, String data) {
        return segment(flags, sequence, data)
                .from("192.0.2.9", 80)
                .to("10.0.0.1", 40_000)
                .inbound();
    }

    private TestPacket segment(int flags, int sequence, String data) {
        return TestPacket.tcp(flags).sequence(sequence).payload(data).at(millis);
    }

    /** The packets that follow come so much later. */
    void later(long byMillis) {
        millis += byMillis;
    }

    StreamStatus resume(String callout) {
        return engine.streamContinue(in(TestPacket.ACK, received, ""), callout);
    }

    StreamStatus inject(boolean outbound, String callout, int flags, String data) {
        TestPacket about = outbound ? out(TestPacket.ACK, sent, "") : in(TestPacket.ACK, received, "");
        return engine.streamInject(about, callout, flags, data);
    }

    /** What the stream layer let out in a direction. */
    String left(boolean outbound) {
        return engine.events.streams.left(outbound);
    }

    /** The bytes a callout is shown. */
    static String text(ClassifyIn in) {
        StreamIndication shown = in.stream();
        return new String(shown.data(), shown.from(), shown.length(), ISO_8859_1);
    }
}

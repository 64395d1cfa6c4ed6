// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A TCP connection that goes through a policy, and what a receiver makes of what leaves. */
final class EditedConnection implements EngineListener {
    static final int CLIENT = 1_000_000;
    static final int SERVER = Integer.MAX_VALUE - 40;

    private final LocalEvaluation evaluation;
    private final PolicyRevision revision;
    private final Item item = new Item().agent("test", "test", 1);
    private final List<byte[]> leaving = new ArrayList<>();
    private Verdict verdict;
    private long number;
    /** By direction, bytes by place. */
    private final List<TreeMap<Integer, Byte>> received = List.of(new TreeMap<>(), new TreeMap<>());

    private final int[] end = new int[2];
    private final boolean[] finished = new boolean[2];
    final List<String> fates = new ArrayList<>();

    EditedConnection(String edits) throws PolicyErrors {
        String policy = """
            policy: edit
            subLayers: [ { subLayerKey: s, weight: 0x4000 } ]
            callouts: [ { calloutKey: penstock-stream-edit } ]
            providerContexts:
              - { providerContextKey: c, type: FWPM_GENERAL_CONTEXT, data: { edits: [ EDITS ] } }
            filters:
              - filterKey: edit
                layerKey: FWPM_LAYER_STREAM_V4
                subLayerKey: s
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-stream-edit }
                providerContextKey: c
            """.replace("EDITS", edits);
        revision = new PolicyRevision(PolicyDocument.parse("edit.yaml", policy.getBytes(StandardCharsets.UTF_8)), 1);
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(new StreamEdit()));
        evaluation = new LocalEvaluation(registry, this);
    }

    /** A segment of the client (outbound) or the server; place counts from the first byte, -1 is the SYN. */
    void send(boolean outbound, int flags, int place, String data, int acknowledged) {
        TestPacket packet = TestPacket.tcp(flags).payload(data).number(++number);
        if (outbound) {
            packet.from("10.0.0.1", 40_000).to("192.0.2.9", 80).outbound();
        } else {
            packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
        }
        int isn = outbound ? CLIENT : SERVER;
        int peer = outbound ? SERVER : CLIENT;
        packet.sequence(isn + 1 + place);
        RowBuffer rows = new RowBuffer();
        packet.appendTo(rows);
        int tcp = PacketRow.transportOffset(rows.rows(), 0);
        if ((flags & TestPacket.ACK) != 0) {
            int acknowledgement = peer + 1 + acknowledged;
            for (int i = 0; i < 4; i++) {
                rows.frames()[tcp + 8 + i] = (byte) (acknowledgement >>> (24 - 8 * i));
            }
            decodeAgain(rows, packet);
        }
        leaving.clear();
        item.origin("", 0, number, 0).packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), revision);
        evaluation.evaluate(item);
        fates.add(verdict.fate() + (leaving.isEmpty() ? "" : "+" + leaving.size()));
        if (verdict.fate() == Fate.PERMIT) {
            int length = PacketRow.frameLength(rows.rows(), 0);
            take(Arrays.copyOf(rows.frames(), length), false);
        }
        leaving.forEach(frame -> take(frame, true));
    }

    private static void decodeAgain(RowBuffer rows, TestPacket packet) {
        byte[] frame = Arrays.copyOf(rows.frames(), PacketRow.frameLength(rows.rows(), 0));
        int direction = PacketRow.direction(rows.rows(), 0);
        long sequence = PacketRow.sequence(rows.rows(), 0);
        rows.clear();
        new PacketDecoder().decode(frame, 0, frame.length, frame.length, packet.linkType(), sequence, 0, 0, rows);
        rows.appendFrame(frame, 0, frame.length);
        PacketRow.direction(rows.rows(), 0, direction);
    }

    /** What a receiver makes of a frame: bytes that come again are the same, and nothing is acknowledged that was not sent. */
    private void take(byte[] frame, boolean isClone) {
        RowBuffer rows = new RowBuffer();
        new PacketDecoder().decode(frame, 0, frame.length, frame.length, LinkType.ETHERNET, 1, 0, 0, rows);
        byte[] row = rows.rows();
        int direction = PacketRow.sourcePort(row, 0) == 80 ? 1 : 0;
        int isn = direction == 0 ? CLIENT : SERVER;
        int peerIsn = direction == 0 ? SERVER : CLIENT;
        if (isClone) {
            assertThat(TransportChecksum.of(row, 0, frame, 0, frame.length)).isEqualTo(TransportChecksum.Status.GOOD);
        }
        int flags = PacketRow.tcpFlags(row, 0);
        int place = PacketRow.tcpSequence(row, 0) - isn - 1;
        int length = (int) PacketRow.payloadLength(row, 0);
        int payload = PacketRow.payloadOffset(row, 0);
        assertThat(place)
                .as("no gap before what leaves")
                .isLessThanOrEqualTo(end[direction] + (finished[direction] ? 1 : 0));
        for (int i = 0; i < length; i++) {
            Byte before = received.get(direction).put(place + i, frame[payload + i]);
            assertThat(before == null || before == frame[payload + i])
                    .as("byte %d of direction %d comes again as it was", place + i, direction)
                    .isTrue();
        }
        end[direction] = Math.max(end[direction], place + length);
        finished[direction] |= (flags & TestPacket.FIN) != 0;
        if ((flags & TestPacket.ACK) != 0 && (flags & TestPacket.SYN) == 0) {
            int acknowledged = PacketRow.tcpAcknowledgement(row, 0) - peerIsn - 1;
            assertThat(acknowledged)
                    .as("nothing is acknowledged that has not left")
                    .isLessThanOrEqualTo(end[1 - direction] + (finished[1 - direction] ? 1 : 0));
        }
    }

    /** All that has left of a direction, in order. */
    String text(boolean outbound) {
        StringBuilder text = new StringBuilder();
        TreeMap<Integer, Byte> bytes = received.get(outbound ? 0 : 1);
        for (int at = 0; bytes.containsKey(at); at++) {
            text.append((char) (bytes.get(at) & 0xFF));
        }
        assertThat(text.length()).as("without a gap").isEqualTo(bytes.size());
        return text.toString();
    }

    boolean isFinished(boolean outbound) {
        return finished[outbound ? 0 : 1];
    }

    @Override
    public void verdict(Item of, Verdict given) {
        verdict = given;
    }

    @Override
    public void injected(Item clone, Verdict given) {
        if (given.fate() == Fate.PERMIT) {
            int from = clone.frameOffset();
            leaving.add(Arrays.copyOfRange(clone.frames(), from, from + clone.frameLength()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import io.penstock.engine.packet.EtherType;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PacketSource;
import io.penstock.worker.signature.inspect.RuleSet;
import io.penstock.worker.signature.inspect.SignatureEngine;
import io.penstock.worker.signature.inspect.SignatureFinding;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Runs rules over the packets of a capture. One use, one thread. */
public final class CaptureInspection {
    private static final int CONTROL_WORD = 4;

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer row = new RowBuffer().frameSnap(0);
    private final CapturedPacket packet = new CapturedPacket();
    private final SignatureEngine engine;
    private int start;
    private int length;
    private long packets;
    private long bytes;

    /** @param findings told of what is found, in order */
    public CaptureInspection(RuleSet rules, Consumer<SignatureFinding> findings) {
        engine = new SignatureEngine(rules, findings);
    }

    /**
     * Inspects all packets, and what is left of streams at the end.
     *
     * @param goesOn asked before each packet, with the number of those taken, whether to take it
     */
    public void inspect(PacketSource capture, LongPredicate goesOn) {
        while (goesOn.test(packets) && capture.next(packet)) {
            packets++;
            bytes += Math.max(packet.wireLengthBytes(), packet.capturedLengthBytes());
            row.clear();
            start = packet.offset();
            length = packet.capturedLengthBytes();
            decode(start, length, packet.wireLengthBytes(), packet.linkType());
            enterPseudowire();
            engine.accept(row.rows(), 0, row.quoted(), packet.buffer(), start, length, packet.number());
        }
        engine.finish();
    }

    /**
     * Takes the Ethernet frame that MPLS carries in the packet's place (RFC 4448 section 4): behind its labels stands a control word, whose first four bits are no IP version. A host
     * would not take it, so the decoder does not look there.
     */
    private void enterPseudowire() {
        byte[] rows = row.rows();
        int at = PacketRow.networkOffset(rows, 0);
        int left = packet.capturedLengthBytes() - at - CONTROL_WORD;
        boolean wire = PacketRow.kind(rows, 0) == PacketRow.KIND_NON_IP
                && PacketRow.etherType(rows, 0) == EtherType.MPLS
                && at > 0
                && left > 0
                && (packet.buffer()[packet.offset() + at] & 0xF0) == 0;
        if (!wire) {
            return;
        }
        row.clear();
        int within = packet.offset() + at + CONTROL_WORD;
        decode(within, left, packet.wireLengthBytes() - at - CONTROL_WORD, LinkType.ETHERNET);
        start = within;
        length = left;
    }

    private void decode(int from, int captured, long wire, int linkType) {
        decoder.decode(
                packet.buffer(),
                from,
                captured,
                wire,
                linkType,
                packet.number(),
                packet.captureTimeNanos(),
                packet.interfaceId(),
                row);
    }

    /** Packets read. */
    public long packets() {
        return packets;
    }

    /** Bytes of those packets on the wire. */
    public long bytes() {
        return bytes;
    }

    /** Rules that were stopped because their tests took too many steps. */
    public long stopped() {
        return engine.stopped();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.engine.flow.FragmentTracker;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PacketSource;
import io.penstock.ingest.direction.DirectionLookahead;
import io.penstock.ingest.direction.DirectionRule;
import io.penstock.ingest.direction.InferredLocal;
import io.penstock.ingest.direction.LookaheadLimits;
import io.penstock.ingest.direction.PacketEnds;
import io.penstock.ingest.direction.RowEnds;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of one agent as rows, in the order of its captures:
 *
 * <pre>{@code
 * while (source.next()) {
 *     byte[] row = source.rows();        // one row, at offset 0
 *     CapturedPacket frame = source.packet();
 * }
 * }</pre>
 *
 * <p>A row is complete but for the place of its frame in a batch. Its sequence runs on from 1 over all captures of the agent, so
 * that of a single capture is the packet's number in it. Nothing throws for what a capture holds. One thread.
 */
public final class RowSource implements AutoCloseable {
    private final String name;
    private final List<String> files;
    private final AgentPackets input;
    private final DirectionLookahead ahead;
    private final DirectionRule rule;
    private final PacketDecoder decoder = new PacketDecoder();
    private final FragmentTracker fragments = new FragmentTracker();
    private final PacketEnds ends = new PacketEnds();
    private final RowBuffer buffer = new RowBuffer().frameSnap(0);
    private final CapturedPacket packet = new CapturedPacket();
    private final long[] packets;
    private final long[] bytes;
    private final long[] malformed;
    private int fileIndex;
    private long sequence;

    RowSource(String name, AgentPackets input, RowOptions options) {
        this.name = name;
        this.input = input;
        this.files = List.copyOf(input.files());
        this.rule = options.newRule();
        LookaheadLimits limits = input.live() ? LookaheadLimits.STANDARD_INPUT : LookaheadLimits.FILE;
        this.ahead = new DirectionLookahead(input, rule, new RowEnds(), limits);
        this.packets = new long[files.size()];
        this.bytes = new long[files.size()];
        this.malformed = new long[files.size()];
    }

    /**
     * An agent over packets from anywhere, such as a {@link LoopedCapture}.
     *
     * @param packets the source; its packets' numbers are not looked at
     */
    public static RowSource of(String name, PacketSource packets, RowOptions options) {
        return new RowSource(name, new AgentPackets.Of(name, packets), options);
    }

    /** Name of the agent, which is also that of its host. */
    public String agent() {
        return name;
    }

    /** Name of the host whose packets these are. */
    public String host() {
        return name;
    }

    /** Whether packets may arrive slowly, as on standard input. */
    public boolean live() {
        return input.live();
    }

    /** The agent's captures as the user named them. */
    public List<String> files() {
        return files;
    }

    /**
     * Moves on to the next packet, waiting for it where the input is not there yet.
     *
     * @return false at the end; the last packet's row and frame are then no longer valid
     */
    public boolean next() {
        if (!ahead.next(packet)) {
            return false;
        }
        sequence++;
        if (packet.number() == 1) {
            fileIndex = input.nextStart();
        }
        decode();
        count();
        return true;
    }

    private void decode() {
        buffer.clear();
        decoder.decode(
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.wireLengthBytes(),
                packet.linkType(),
                sequence,
                packet.captureTimeNanos(),
                packet.interfaceId(),
                buffer);
        byte[] rows = buffer.rows();
        fragments.track(rows, 0);
        RowEnds.describe(rows, 0, decoder.linkDirection(), ends);
        PacketRow.direction(rows, 0, ahead.direction(packet, ends).code());
        if (ends.isLoopback()) {
            PacketRow.addFlags(rows, 0, PacketRow.FLAG_LOOPBACK);
        }
    }

    private void count() {
        packets[fileIndex]++;
        bytes[fileIndex] += PacketRow.wireLength(buffer.rows(), 0);
        if (PacketRow.kind(buffer.rows(), 0) == PacketRow.KIND_MALFORMED) {
            malformed[fileIndex]++;
        }
    }

    /** The packet's row, the only one, at offset 0; overwritten by {@link #next()}. */
    public byte[] rows() {
        return buffer.rows();
    }

    /** The row as a buffer of one, with its quoted tuple if it has one; overwritten by {@link #next()}. */
    public RowBuffer row() {
        return buffer;
    }

    /** The packet as captured; overwritten by {@link #next()}. */
    public CapturedPacket packet() {
        return packet;
    }

    /** The packet's number at its agent, from 1. */
    public long sequence() {
        return sequence;
    }

    /** Index in {@link #files()} of the packet's capture. The packet's number in it is that of {@link #packet()}. */
    public int fileIndex() {
        return fileIndex;
    }

    /** What was read so far, capture by capture, in the order given. Of the reading thread, or after it ended. */
    public List<CaptureTally> tallies() {
        List<CaptureTally> tallies = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            tallies.add(new CaptureTally(files.get(i), packets[i], bytes[i], malformed[i], input.damageOf(i)));
        }
        return tallies;
    }

    /** The captures found damaged so far. */
    public List<CaptureDamage> damages() {
        return tallies().stream().flatMap(tally -> tally.damage().stream()).toList();
    }

    /** The local addresses inferred so far. */
    public List<InferredLocal> inferred() {
        return rule.inferred();
    }

    /** Bytes of the (unpacked) captures read so far, packets held for their direction included; from any thread. */
    public long readBytes() {
        return input.readBytes();
    }

    @Override
    public void close() {
        input.close();
    }
}

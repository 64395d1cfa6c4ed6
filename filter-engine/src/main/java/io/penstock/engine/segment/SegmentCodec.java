// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of edited flows as bytes, for stores: version 2, big-endian. */
final class SegmentCodec {
    private static final int VERSION = 2;
    private static final int MOST_HEADER = 1_024;
    private static final int MOST_INSERTED = 1 << 24;

    private SegmentCodec() {}

    static byte[] encode(SegmentState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            to.writeByte(VERSION);
            to.writeUTF(state.filterKey());
            to.writeUTF(state.calloutKey());
            write(to, state.direction(true));
            write(to, state.direction(false));
            to.writeBoolean(state.putDown != null);
            if (state.putDown != null) {
                to.writeLong(state.putDown.leftBefore());
                write(to, state.putDown.own());
                write(to, state.putDown.others());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream to, SegmentDirection direction) throws IOException {
        to.writeBoolean(direction.started);
        to.writeInt(direction.firstSequence);
        to.writeLong(direction.left);
        to.writeInt(direction.largest);
        to.writeBoolean(direction.acknowledged);
        to.writeInt(direction.lastAcknowledgement);
        to.writeInt(direction.lastAcknowledgementLeft);
        bytes(to, direction.header == null ? SequenceMap.none() : direction.header);
        to.writeLong(direction.map.baseShift());
        to.writeLong(direction.map.floor());
        to.writeInt(direction.map.edits().size());
        for (SequenceMap.Edit edit : direction.map.edits()) {
            to.writeLong(edit.at());
            to.writeInt(edit.removed());
            bytes(to, edit.inserted());
            to.writeLong(edit.shift());
        }
    }

    private static void write(DataOutputStream to, List<SegmentRun> runs) throws IOException {
        to.writeInt(runs.size());
        for (SegmentRun run : runs) {
            to.writeLong(run.start);
            to.writeBoolean(run.fin);
            to.writeBoolean(run.push);
            bytes(to, run.bytes.toByteArray());
        }
    }

    private static void bytes(DataOutputStream to, byte[] bytes) throws IOException {
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    static SegmentState decode(byte[] bytes) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = from.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("segments have version " + version + ", known is " + VERSION);
            }
            SegmentState state = new SegmentState(from.readUTF(), from.readUTF());
            read(from, state.direction(true));
            read(from, state.direction(false));
            if (from.readBoolean()) {
                state.putDown = new SegmentState.PutDown(from.readLong(), runs(from), runs(from));
            }
            return state;
        } catch (IOException e) {
            throw new IllegalArgumentException("segments in " + bytes.length + " bytes are cut short", e);
        }
    }

    private static void read(DataInputStream from, SegmentDirection direction) throws IOException {
        direction.started = from.readBoolean();
        direction.firstSequence = from.readInt();
        direction.left = from.readLong();
        direction.largest = from.readInt();
        direction.acknowledged = from.readBoolean();
        direction.lastAcknowledgement = from.readInt();
        direction.lastAcknowledgementLeft = from.readInt();
        byte[] header = bytes(from, MOST_HEADER);
        direction.header = header.length == 0 ? null : header;
        direction.map.restore(from.readLong(), from.readLong());
        int edits = from.readInt();
        for (int i = 0; i < edits; i++) {
            long at = from.readLong();
            int removed = from.readInt();
            byte[] inserted = bytes(from, MOST_INSERTED);
            direction.map.restore(new SequenceMap.Edit(at, removed, inserted, from.readLong()));
        }
    }

    private static List<SegmentRun> runs(DataInputStream from) throws IOException {
        List<SegmentRun> runs = new ArrayList<>();
        int count = from.readInt();
        for (int i = 0; i < count; i++) {
            SegmentRun run = new SegmentRun(from.readLong());
            run.fin = from.readBoolean();
            run.push = from.readBoolean();
            run.bytes.writeBytes(bytes(from, MOST_INSERTED));
            runs.add(run);
        }
        return runs;
    }

    private static byte[] bytes(DataInputStream from, int most) throws IOException {
        int length = from.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a length of " + length);
        }
        byte[] bytes = from.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("cut short");
        }
        return bytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What stream callouts have come to as bytes, for stores: version 2, big-endian. A flow's key is {@code FlowKey}'s; a stretch of waiting bytes has its
 * direction, 1 for outbound, and its number behind that.
 */
final class StreamStateCodec {
    private static final int VERSION = 2;
    private static final int OWN = 1;
    private static final int BEHIND = 2;
    private static final CalloutState.Asking[] ASKING = CalloutState.Asking.values();

    private StreamStateCodec() {}

    /** A key taken apart; {@code id} is -1 for a flow's. */
    record Key(FlowKey flow, boolean outbound, long id) {}

    /** A stretch of waiting bytes; {@code behind} those that the callout is to be asked about now. */
    record Stretch(boolean outbound, long id, String filterKey, boolean behind, StreamBytes.Run run, byte[] bytes) {}

    static byte[] key(FlowKey flow) {
        return flow.encode();
    }

    static byte[] key(DirectionState direction, long id) {
        byte[] flow = direction.state().key().encode();
        return ByteBuffer.allocate(flow.length + 1 + Long.BYTES)
                .put(flow)
                .put((byte) (direction.isOutbound() ? 1 : 0))
                .putLong(id)
                .array();
    }

    static Key decodeKey(byte[] bytes) {
        FlowKey flow = FlowKey.decode(bytes);
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes).position(flow.encode().length);
            return rest.hasRemaining() ? new Key(flow, rest.get() != 0, rest.getLong()) : new Key(flow, false, -1);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("stream state key of " + bytes.length + " bytes is cut short", e);
        }
    }

    static byte[] encode(StreamState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            names(out, state.attached());
            names(out, state.allowed());
            write(out, state.direction(true));
            write(out, state.direction(false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void names(DataOutputStream out, Collection<String> names) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static void write(DataOutputStream out, DirectionState direction) throws IOException {
        out.writeLong(direction.nextId);
        out.writeLong(direction.revision);
        out.writeLong(direction.supersededNanos);
        out.writeBoolean(direction.placed);
        out.writeInt(direction.firstSequence);
        out.writeInt(direction.removedRanges().size());
        for (DirectionState.Removed range : direction.removedRanges()) {
            out.writeLong(range.from());
            out.writeLong(range.to());
            out.writeUTF(range.filterKey());
        }
        out.writeInt(direction.callouts().size());
        for (CalloutState callout : direction.callouts()) {
            out.writeUTF(callout.filterKey());
            out.writeLong(callout.missed);
            out.writeInt(callout.needed);
            out.writeBoolean(callout.deferred);
            out.writeBoolean(callout.passed);
            out.writeBoolean(callout.finRemoved);
            out.writeLong(callout.removed);
            out.writeLong(callout.injected);
            out.writeLong(callout.offset);
            out.writeByte(callout.asking.ordinal());
        }
    }

    static void decode(StreamState state, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            version(in.readUnsignedByte());
            state.attach(names(in));
            names(in).forEach(state::allow);
            read(in, state.direction(true));
            read(in, state.direction(false));
        } catch (IOException e) {
            throw new IllegalArgumentException("stream state of " + bytes.length + " bytes is cut short", e);
        }
    }

    private static List<String> names(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(in.readUTF());
        }
        return List.copyOf(names);
    }

    private static void read(DataInputStream in, DirectionState direction) throws IOException {
        direction.nextId = in.readLong();
        direction.revision = in.readLong();
        direction.supersededNanos = in.readLong();
        direction.placed = in.readBoolean();
        direction.firstSequence = in.readInt();
        int ranges = in.readInt();
        for (int i = 0; i < ranges; i++) {
            direction.removedRanges().add(new DirectionState.Removed(in.readLong(), in.readLong(), in.readUTF()));
        }
        int callouts = in.readInt();
        for (int i = 0; i < callouts; i++) {
            CalloutState callout = direction.of(in.readUTF());
            callout.missed = in.readLong();
            callout.needed = in.readInt();
            callout.deferred = in.readBoolean();
            callout.passed = in.readBoolean();
            callout.finRemoved = in.readBoolean();
            callout.removed = in.readLong();
            callout.injected = in.readLong();
            callout.offset = in.readLong();
            int asking = in.readUnsignedByte();
            if (asking >= ASKING.length) {
                throw new IllegalArgumentException("stream state has a callout asked " + asking);
            }
            callout.asking = ASKING[asking];
        }
    }

    static byte[] encode(String filterKey, boolean behind, StreamBytes.Run run, byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(data.length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(filterKey);
            out.writeByte((run.own() ? OWN : 0) | (behind ? BEHIND : 0));
            out.writeLong(run.offset());
            out.writeInt(run.flags());
            out.writeUTF(run.injectedBy() == null ? "" : run.injectedBy());
            out.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Stretch decodeStretch(Key key, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            version(in.readUnsignedByte());
            String filterKey = in.readUTF();
            int marks = in.readUnsignedByte();
            long offset = in.readLong();
            int flags = in.readInt();
            String injectedBy = in.readUTF();
            byte[] data = in.readAllBytes();
            StreamBytes.Run run = new StreamBytes.Run(
                    offset, data.length, flags, injectedBy.isEmpty() ? null : injectedBy, (marks & OWN) != 0);
            return new Stretch(key.outbound(), key.id(), filterKey, (marks & BEHIND) != 0, run, data);
        } catch (IOException e) {
            throw new IllegalArgumentException("waiting bytes in " + bytes.length + " bytes are cut short", e);
        }
    }

    private static void version(int found) {
        if (found != VERSION) {
            throw new IllegalArgumentException("stream state has version " + found + ", known is " + VERSION);
        }
    }
}

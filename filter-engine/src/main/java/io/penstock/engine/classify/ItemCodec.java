// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.SocketCodec;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.engine.redirect.RedirectCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** An owned {@link Item} as bytes, for stores and pend records (ARCHITECTURE 3, "Pends"): version 3, big-endian, strings as modified UTF-8, lengths checked on the way in. */
public final class ItemCodec {
    private static final int VERSION = 3;
    private static final int MAX_FRAME_BYTES = 1 << 24;
    /** Of an item without its frame. */
    private static final int USUAL_BYTES = 512;

    private static final InjectFunction[] ENTRIES = InjectFunction.values();

    private ItemCodec() {}

    /**
     * Writes an item with all that it has been through, but for how its waiting ended, which its next ending tells anew.
     *
     * @throws UncheckedIOException if a text of it, such as a host's name, takes more than 65,535 bytes
     */
    public static byte[] encode(Item item) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES + item.frameLength());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(item.owning(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an item back.
     *
     * @param revisions the policy by its revision; may return null where the reader has none
     * @throws IllegalArgumentException where the bytes are not an item of a known version
     */
    public static Item decode(byte[] bytes, LongFunction<PolicyRevision> revisions) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read(in, revisions, 0);
        } catch (IOException e) {
            throw new IllegalArgumentException("item record of " + bytes.length + " bytes is cut short or damaged", e);
        }
    }

    private static void write(Item item, DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(item.revision == null ? 0 : item.revision.revision());
        out.writeUTF(item.topic);
        out.writeInt(item.partition);
        out.writeLong(item.offset);
        out.writeInt(item.index);
        out.writeLong(item.publishTimeMillis);
        out.writeUTF(item.agent);
        out.writeUTF(item.host);
        out.writeLong(item.incarnation);
        out.writeInt(item.visit);
        out.writeByte(flags(item));
        out.writeByte(item.injectionChain.size());
        for (String key : item.injectionChain) {
            out.writeUTF(key);
        }
        out.write(item.rows, item.row, PacketRow.ROW_LENGTH);
        out.writeByte(item.quoted.length == 0 ? 0 : 1);
        out.write(item.quoted);
        out.writeInt(item.frames.length);
        out.write(item.frames);
        byte[] key = item.key == null ? new byte[0] : item.key.encode();
        out.writeShort(key.length);
        out.write(key);
        out.writeByte((item.bound ? 1 : 0)
                | (item.listens ? 2 : 0)
                | (item.contexts.isEmpty() ? 0 : 4)
                | (item.bindRedirects.isEmpty() ? 0 : 8));
        SocketCodec.write(item.socket, out);
        SocketCodec.write(item.receiver, out);
        if (!item.contexts.isEmpty()) {
            FlowContext.write(item.contexts, out);
        }
        if (!item.bindRedirects.isEmpty()) {
            RedirectCodec.write(item.bindRedirects, out);
        }
        out.writeByte(item.entry == null ? 0 : item.entry.ordinal() + 1);
        if (item.whole != null) {
            write(item.whole.owning(), out);
        }
    }

    private static int flags(Item item) {
        return (item.waited ? 1 : 0)
                | (item.injected ? 2 : 0)
                | (item.streamDone ? 4 : 0)
                | (item.byStack ? 8 : 0)
                | item.countedEnds << 6
                | (item.assembled ? 16 : 0)
                | (item.whole != null ? 32 : 0);
    }

    private static Item read(DataInputStream in, LongFunction<PolicyRevision> revisions, int depth) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("item record has version " + version + ", known is " + VERSION);
        }
        PolicyRevision revision = revisions.apply(in.readLong());
        String topic = in.readUTF();
        int partition = in.readInt();
        long offset = in.readLong();
        int index = in.readInt();
        Item item = new Item().origin(topic, partition, offset, in.readLong());
        item.agent(in.readUTF(), in.readUTF(), in.readLong());
        int visit = in.readInt();
        int flags = in.readUnsignedByte();
        List<String> chain = chain(in);
        byte[] row = in.readNBytes(PacketRow.ROW_LENGTH);
        byte[] quoted = in.readNBytes(in.readUnsignedByte() == 0 ? 0 : QuotedTuple.LENGTH);
        int length = in.readInt();
        byte[] frame = in.readNBytes(Math.clamp(length, 0, MAX_FRAME_BYTES));
        if (row.length != PacketRow.ROW_LENGTH || frame.length != length || PacketRow.frameLength(row, 0) != length) {
            throw new IllegalArgumentException("item record's row or frame is cut short");
        }
        if (PacketRow.quoted(row, 0) != (quoted.length == 0 ? 0 : 1)) {
            throw new IllegalArgumentException("item record's quoted tuple is not what its row says");
        }
        item.packet(index, row, 0, quoted, frame, revision);
        item.visit = visit;
        item.waited = (flags & 1) != 0;
        item.injected = (flags & 2) != 0;
        item.streamDone = (flags & 4) != 0;
        item.byStack = (flags & 8) != 0;
        item.countedEnds = flags >> 6 & 3;
        item.assembled = (flags & 16) != 0;
        item.injectionChain = chain;
        int keyLength = in.readUnsignedShort();
        byte[] key = in.readNBytes(keyLength);
        if (key.length != keyLength) {
            throw new IllegalArgumentException("item record's flow key is cut short");
        }
        item.key = key.length == 0 ? null : FlowKey.decode(key);
        int local = in.readUnsignedByte();
        item.bound = (local & 1) != 0;
        item.listens = (local & 2) != 0;
        item.socket = SocketCodec.read(in);
        item.receiver = SocketCodec.read(in);
        item.contexts = (local & 4) == 0 ? List.of() : FlowContext.read(in);
        item.bindRedirects = (local & 8) == 0 ? List.of() : RedirectCodec.read(in);
        item.entry = entry(in.readUnsignedByte());
        if ((flags & 32) != 0 && depth == 0) {
            item.whole = read(in, revisions, 1);
        }
        return item;
    }

    private static InjectFunction entry(int number) {
        if (number > ENTRIES.length) {
            throw new IllegalArgumentException("item record has injection function " + number);
        }
        return number == 0 ? null : ENTRIES[number - 1];
    }

    private static List<String> chain(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        List<String> chain = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            chain.add(in.readUTF());
        }
        return List.copyOf(chain);
    }
}

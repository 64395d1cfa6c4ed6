// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendTicket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;

/** Pended work as bytes, for its store: version 1, big-endian, strings as modified UTF-8. */
final class TicketCodec {
    private static final int VERSION = 1;

    private TicketCodec() {}

    static byte[] encode(PendTicket ticket) {
        byte[] item = ItemCodec.encode(ticket.item());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + item.length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(ticket.id(), out);
            out.writeInt(item.length);
            out.write(item);
            out.writeInt(ticket.steps().length);
            out.write(ticket.steps());
            out.writeInt(ticket.position());
            out.writeUTF(ticket.decidedFilterKey() == null ? "" : ticket.decidedFilterKey());
            out.writeBoolean(ticket.uncertain());
            out.writeLong(ticket.openedMillis());
            out.writeLong(ticket.deadlineMillis());
            out.writeLong(ticket.digest());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a ticket back.
     *
     * @throws IllegalStateException if the bytes are not one of ours
     */
    static PendTicket decode(byte[] bytes, LongFunction<PolicyRevision> revisions) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalStateException("pended work of version " + version + ", this build reads " + VERSION);
            }
            PendId id = id(in);
            byte[] item = in.readNBytes(in.readInt());
            byte[] steps = in.readNBytes(in.readInt());
            int position = in.readInt();
            String decided = in.readUTF();
            return new PendTicket(
                    id,
                    ItemCodec.decode(item, revisions),
                    steps,
                    position,
                    decided.isEmpty() ? null : decided,
                    in.readBoolean(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong());
        } catch (IOException cut) {
            throw new IllegalStateException("pended work of " + bytes.length + " bytes is cut short", cut);
        }
    }

    private static void write(PendId id, DataOutputStream out) throws IOException {
        out.writeUTF(id.topic());
        out.writeInt(id.partition());
        out.writeLong(id.offset());
        out.writeInt(id.index());
        out.writeInt(id.visit());
        out.writeInt(id.layerId());
        out.writeUTF(id.filterKey());
        out.writeUTF(id.calloutKey());
    }

    private static PendId id(DataInputStream in) throws IOException {
        return new PendId(
                in.readUTF(),
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readUTF(),
                in.readUTF());
    }
}

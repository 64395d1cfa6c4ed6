// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.StreamPend;
import io.penstock.engine.redirect.RedirectCodec;
import io.penstock.engine.redirect.RedirectRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongFunction;

/** Pend tickets (ARCHITECTURE, "Pends") as bytes, for stores: version 4, big-endian, the item last. */
public final class TicketCodec {
    private static final int VERSION = 4;
    /** Of a ticket without its item. */
    private static final int USUAL_BYTES = 512;

    private TicketCodec() {}

    /**
     * Writes a ticket with its item.
     *
     * @throws UncheckedIOException if a text of it, such as a filter's key, takes more than 65,535 bytes
     */
    public static byte[] encode(PendTicket ticket) {
        byte[] item = ItemCodec.encode(ticket.item());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES + item.length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            PendId id = ticket.id();
            out.writeUTF(id.topic());
            out.writeInt(id.partition());
            out.writeLong(id.offset());
            out.writeInt(id.index());
            out.writeInt(id.visit());
            out.writeShort(id.layerId());
            out.writeUTF(id.filterKey());
            out.writeUTF(id.calloutKey());
            out.writeShort(ticket.steps().length);
            out.write(ticket.steps());
            out.writeShort(ticket.position());
            out.writeUTF(ticket.decidedFilterKey() == null ? "" : ticket.decidedFilterKey());
            out.writeByte(ticket.marks());
            out.writeBoolean(ticket.ordered());
            RedirectCodec.write(ticket.redirects(), out);
            out.writeBoolean(ticket.uncertain());
            out.writeLong(ticket.openedMillis());
            out.writeLong(ticket.deadlineMillis());
            out.writeLong(ticket.digest());
            out.writeLong(ticket.flowContext());
            write(out, ticket.stream());
            out.writeInt(item.length);
            out.write(item);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a ticket back.
     *
     * @param revisions the policy by its revision
     * @throws IllegalArgumentException where the bytes are not a ticket of a known version
     */
    public static PendTicket decode(byte[] bytes, LongFunction<PolicyRevision> revisions) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("pend record has version " + version + ", known is " + VERSION);
            }
            PendId id = new PendId(
                    in.readUTF(),
                    in.readInt(),
                    in.readLong(),
                    in.readInt(),
                    in.readInt(),
                    in.readUnsignedShort(),
                    in.readUTF(),
                    in.readUTF());
            byte[] steps = in.readNBytes(in.readUnsignedShort());
            int position = in.readUnsignedShort();
            if (!Walk.isPosition(steps, position)) {
                throw new IllegalArgumentException("pend record stands at no visit of its walk");
            }
            String decided = in.readUTF();
            int marks = in.readUnsignedByte();
            boolean ordered = in.readBoolean();
            List<RedirectRecord> redirects = RedirectCodec.read(in);
            boolean uncertain = in.readBoolean();
            long opened = in.readLong();
            long deadline = in.readLong();
            long digest = in.readLong();
            long flowContext = in.readLong();
            StreamPend stream = stream(in, revisions);
            Item item = ItemCodec.decode(in.readNBytes(in.readInt()), revisions);
            return new PendTicket(
                    id,
                    item,
                    steps,
                    position,
                    decided.isEmpty() ? null : decided,
                    marks,
                    ordered,
                    redirects,
                    uncertain,
                    opened,
                    deadline,
                    digest,
                    flowContext,
                    stream);
        } catch (IOException e) {
            throw new IllegalArgumentException("pend record of " + bytes.length + " bytes is cut short or damaged", e);
        }
    }

    private static void write(DataOutputStream out, StreamPend stream) throws IOException {
        out.writeBoolean(stream != null);
        if (stream != null) {
            out.writeBoolean(stream.outbound());
            out.writeLong(stream.revision().revision());
            out.writeBoolean(stream.bufferLimitReached());
            out.writeBoolean(stream.noMoreData());
            out.writeUTF(stream.changedFilterKey() == null ? "" : stream.changedFilterKey());
            out.writeUTF(stream.permittedFilterKey() == null ? "" : stream.permittedFilterKey());
        }
    }

    private static StreamPend stream(DataInputStream in, LongFunction<PolicyRevision> revisions) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        boolean outbound = in.readBoolean();
        PolicyRevision revision = revisions.apply(in.readLong());
        boolean full = in.readBoolean();
        boolean noMore = in.readBoolean();
        String changed = in.readUTF();
        String permitted = in.readUTF();
        return new StreamPend(
                outbound,
                revision,
                full,
                noMore,
                changed.isEmpty() ? null : changed,
                permitted.isEmpty() ? null : permitted);
    }
}

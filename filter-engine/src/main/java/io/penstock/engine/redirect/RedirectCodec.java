// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Redirect records (spec 6.2) as bytes within other records: big-endian, at most {@value #MOST}. */
public final class RedirectCodec {
    private static final int MOST = 255;

    private RedirectCodec() {}

    /**
     * Writes redirects, first to last; of more than {@value #MOST} the last so many.
     *
     * @throws IOException if the stream fails, or a text takes more than 65,535 bytes
     */
    public static void write(List<RedirectRecord> records, DataOutputStream out) throws IOException {
        int first = Math.max(0, records.size() - MOST);
        out.writeByte(records.size() - first);
        for (RedirectRecord record : records.subList(first, records.size())) {
            out.writeUTF(record.calloutKey());
            out.writeBoolean(record.connect());
            write(record.original(), out);
            write(record.change().target(), out);
            out.writeUTF(record.change().context());
            out.writeLong(record.change().targetProcess());
            out.writeBoolean(record.change().reauthorizeIfModified());
        }
    }

    private static void write(RedirectTarget target, DataOutputStream out) throws IOException {
        out.writeBoolean(target.ipv6());
        out.writeLong(target.high());
        out.writeLong(target.low());
        out.writeShort(target.port());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes end before their time
     */
    public static List<RedirectRecord> read(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<RedirectRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String calloutKey = in.readUTF();
            boolean connect = in.readBoolean();
            RedirectTarget original = target(in);
            RedirectTarget target = target(in);
            records.add(new RedirectRecord(
                    calloutKey,
                    connect,
                    original,
                    new Redirect(target, in.readUTF(), in.readLong(), in.readBoolean())));
        }
        return List.copyOf(records);
    }

    private static RedirectTarget target(DataInputStream in) throws IOException {
        return new RedirectTarget(in.readBoolean(), in.readLong(), in.readLong(), in.readUnsignedShort());
    }
}

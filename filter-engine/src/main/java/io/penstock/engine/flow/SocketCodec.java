// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is known of a socket as bytes, within records of others (spec 2.4): version 1, big-endian, strings as modified UTF-8. */
public final class SocketCodec {
    private static final int VERSION = 1;

    private SocketCodec() {}

    /**
     * Writes the knowledge, or that there is none.
     *
     * @throws IOException if the stream fails; no text is too long, {@link SocketKnowledge} bounds them
     */
    public static void write(SocketKnowledge socket, DataOutputStream out) throws IOException {
        out.writeByte(socket == null ? 0 : VERSION);
        if (socket == null) {
            return;
        }
        out.writeLong(socket.processId());
        out.writeUTF(socket.application());
        out.writeUTF(socket.user());
        write(socket.groups(), out);
        out.writeUTF(socket.packageSid());
        write(socket.capabilities(), out);
        out.writeBoolean(socket.isListening());
    }

    /**
     * Reads what {@link #write} wrote, null for none.
     *
     * @throws IOException if the bytes end before their time
     * @throws IllegalArgumentException if they are of another version, or hold what {@link SocketKnowledge} refuses
     */
    public static SocketKnowledge read(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version == 0) {
            return null;
        }
        if (version != VERSION) {
            throw new IllegalArgumentException("socket record has version " + version + ", known is " + VERSION);
        }
        return new SocketKnowledge(
                in.readLong(), in.readUTF(), in.readUTF(), sids(in), in.readUTF(), sids(in), in.readBoolean());
    }

    private static void write(List<String> sids, DataOutputStream out) throws IOException {
        out.writeShort(sids.size());
        for (String sid : sids) {
            out.writeUTF(sid);
        }
    }

    private static List<String> sids(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<String> sids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sids.add(in.readUTF());
        }
        return sids;
    }
}

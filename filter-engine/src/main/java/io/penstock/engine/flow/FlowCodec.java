// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Flows and their keys as bytes, for stores: version 1, big-endian. */
final class FlowCodec {
    private static final int VERSION = 1;
    private static final String NULL = "";

    private FlowCodec() {}

    static byte[] encodeKey(FlowKey key) {
        return bytes(48 + key.host().length(), out -> {
            out.writeUTF(key.host());
            out.writeByte(key.version());
            out.writeShort(key.protocol());
            out.writeLong(key.localHigh());
            out.writeLong(key.localLow());
            out.writeLong(key.remoteHigh());
            out.writeLong(key.remoteLow());
            out.writeShort(key.localPort());
            out.writeShort(key.remotePort());
        });
    }

    static FlowKey decodeKey(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new FlowKey()
                    .set(
                            in.readUTF(),
                            in.readUnsignedByte(),
                            in.readUnsignedShort(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readUnsignedShort(),
                            in.readUnsignedShort());
        } catch (IOException e) {
            throw new IllegalArgumentException("flow key of " + bytes.length + " bytes is cut short", e);
        }
    }

    static byte[] encode(FlowState flow) {
        return bytes(192, out -> {
            out.writeByte(VERSION);
            out.writeShort(flags(flow));
            out.writeByte(flow.tcp);
            out.writeInt(flow.synSequence);
            out.writeLong(flow.startNanos);
            out.writeLong(flow.lastNanos);
            out.writeLong(flow.packetsIn);
            out.writeLong(flow.packetsOut);
            out.writeLong(flow.bytesIn);
            out.writeLong(flow.bytesOut);
            out.writeUTF(flow.authLayerKey);
            out.writeLong(flow.authRevision);
            out.writeLong(flow.authDigest);
            if (flow.standing != null) {
                out.writeUTF(flow.standing.layerKey());
                out.writeUTF(flow.standing.subLayerKey());
                out.writeUTF(flow.standing.filterKey());
                out.writeUTF(flow.standing.calloutKey() == null ? NULL : flow.standing.calloutKey());
            }
        });
    }

    static FlowState decode(FlowKey key, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("flow record has version " + version + ", known is " + VERSION);
            }
            return read(new FlowState(key), in.readUnsignedShort(), in);
        } catch (IOException e) {
            throw new IllegalArgumentException("flow record of " + bytes.length + " bytes is cut short", e);
        }
    }

    private static FlowState read(FlowState flow, int flags, DataInputStream in) throws IOException {
        flow.outbound = (flags & 1) != 0;
        flow.multicast = (flags & 2) != 0;
        flow.midStream = (flags & 4) != 0;
        flow.authorised = (flags & 8) != 0;
        flow.blocked = (flags & 16) != 0;
        flow.established = (flags & 32) != 0;
        flow.ended = (flags & 64) != 0;
        flow.uncertain = (flags & 128) != 0;
        flow.closed = (flags & 1024) != 0;
        flow.tcp = in.readUnsignedByte();
        flow.synSequence = in.readInt();
        flow.startNanos = in.readLong();
        flow.lastNanos = in.readLong();
        flow.packetsIn = in.readLong();
        flow.packetsOut = in.readLong();
        flow.bytesIn = in.readLong();
        flow.bytesOut = in.readLong();
        flow.authLayerKey = in.readUTF();
        flow.authRevision = in.readLong();
        flow.authDigest = in.readLong();
        if ((flags & 256) != 0) {
            String layer = in.readUTF();
            String subLayer = in.readUTF();
            String filter = in.readUTF();
            String callout = in.readUTF();
            flow.standing =
                    new Standing(layer, subLayer, filter, callout.equals(NULL) ? null : callout, (flags & 512) != 0);
        }
        return flow;
    }

    private static int flags(FlowState flow) {
        return (flow.outbound ? 1 : 0)
                | (flow.multicast ? 2 : 0)
                | (flow.midStream ? 4 : 0)
                | (flow.authorised ? 8 : 0)
                | (flow.blocked ? 16 : 0)
                | (flow.established ? 32 : 0)
                | (flow.ended ? 64 : 0)
                | (flow.uncertain ? 128 : 0)
                | (flow.closed ? 1024 : 0)
                | (flow.standing != null ? 256 : 0)
                | (flow.standing != null && flow.standing.terminating() ? 512 : 0);
    }

    private static byte[] bytes(int size, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }
}

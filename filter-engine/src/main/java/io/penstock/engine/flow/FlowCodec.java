// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.redirect.RedirectCodec;
import io.penstock.engine.redirect.RedirectRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Flows and their keys as bytes, for stores: version 4, big-endian. */
final class FlowCodec {
    private static final int VERSION = 4;
    private static final String NULL = "";
    private static final byte[] NOTHING = {};
    private static final int LAST_ASCII = 0x7F;
    private static final int LONGEST_TEXT = 0xFFFF;
    /** A key without its host's name: its length, version, protocol, two addresses, two ports. */
    private static final int KEY_BYTES = 2 + 1 + 2 + 4 * Long.BYTES + 2 * 2;
    /** A flow without its layer's name and what stands. */
    private static final int VALUE_BYTES = 1 + 4 + 1 + 3 * 4 + 7 * Long.BYTES + 2 * 2 + 2 + 2 * Long.BYTES;

    private FlowCodec() {}

    static byte[] encodeKey(FlowKey key) {
        byte[] host = utf(key.host());
        return ByteBuffer.allocate(KEY_BYTES + host.length)
                .putShort((short) host.length)
                .put(host)
                .put((byte) key.version())
                .putShort((short) key.protocol())
                .putLong(key.localHigh())
                .putLong(key.localLow())
                .putLong(key.remoteHigh())
                .putLong(key.remoteLow())
                .putShort((short) key.localPort())
                .putShort((short) key.remotePort())
                .array();
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
        byte[] layer = utf(flow.authLayerKey);
        byte[] standing = flow.standing == null ? NOTHING : encode(flow.standing);
        byte[] contexts = flow.contexts.isEmpty() ? NOTHING : encodeContexts(flow.contexts);
        byte[] redirects = flow.redirects.isEmpty() ? NOTHING : encodeRedirects(flow.redirects);
        byte[] reports = flow.reports.isEmpty() ? NOTHING : encodeContexts(flow.reports);
        return ByteBuffer.allocate(VALUE_BYTES
                        + layer.length
                        + standing.length
                        + contexts.length
                        + redirects.length
                        + reports.length)
                .put((byte) VERSION)
                .putInt(flags(flow))
                .put((byte) flow.tcp)
                .putInt(flow.synSequence)
                .putInt(flow.arrivalInterface)
                .putInt(flow.nextHopInterface)
                .putLong(flow.startNanos)
                .putLong(flow.lastNanos)
                .putLong(flow.packetsIn)
                .putLong(flow.packetsOut)
                .putLong(flow.bytesIn)
                .putLong(flow.bytesOut)
                .putShort((short) flow.tcpFlagsIn)
                .putShort((short) flow.tcpFlagsOut)
                .putLong(flow.lastPacketNanos)
                .putShort((short) layer.length)
                .put(layer)
                .putLong(flow.authRevision)
                .putLong(flow.authDigest)
                .put(standing)
                .put(contexts)
                .put(redirects)
                .put(reports)
                .array();
    }

    /** Redirects behind them, reports behind all else. */
    private static byte[] encodeRedirects(List<RedirectRecord> redirects) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            RedirectCodec.write(redirects, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Contexts behind what stands. */
    private static byte[] encodeContexts(List<FlowContext> contexts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            FlowContext.write(contexts, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A standing authorisation behind its flow. */
    private static byte[] encode(Standing standing) {
        byte[][] texts = {
            utf(standing.layerKey()),
            utf(standing.subLayerKey()),
            utf(standing.filterKey()),
            utf(standing.calloutKey() == null ? NULL : standing.calloutKey())
        };
        int length = 0;
        for (byte[] text : texts) {
            length += Short.BYTES + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] text : texts) {
            out.putShort((short) text.length).put(text);
        }
        return out.array();
    }

    static FlowState decode(FlowKey key, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("flow record has version " + version + ", known is " + VERSION);
            }
            return read(new FlowState(key), in.readInt(), in);
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
        flow.assigned = (flags & 2048) != 0;
        flow.torn = (flags & 4096) != 0;
        flow.loopback = (flags & 32768) != 0;
        flow.tcp = in.readUnsignedByte();
        flow.synSequence = in.readInt();
        flow.arrivalInterface = in.readInt();
        flow.nextHopInterface = in.readInt();
        flow.startNanos = in.readLong();
        flow.lastNanos = in.readLong();
        flow.packetsIn = in.readLong();
        flow.packetsOut = in.readLong();
        flow.bytesIn = in.readLong();
        flow.bytesOut = in.readLong();
        flow.tcpFlagsIn = in.readUnsignedShort();
        flow.tcpFlagsOut = in.readUnsignedShort();
        flow.lastPacketNanos = in.readLong();
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
        flow.contexts = (flags & 8192) == 0 ? List.of() : FlowContext.read(in);
        flow.redirects = (flags & 16384) == 0 ? List.of() : RedirectCodec.read(in);
        flow.reports = (flags & 65536) == 0 ? List.of() : FlowContext.read(in);
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
                | (flow.assigned ? 2048 : 0)
                | (flow.torn ? 4096 : 0)
                | (flow.loopback ? 32768 : 0)
                | (flow.contexts.isEmpty() ? 0 : 8192)
                | (flow.redirects.isEmpty() ? 0 : 16384)
                | (flow.reports.isEmpty() ? 0 : 65536)
                | (flow.standing != null ? 256 : 0)
                | (flow.standing != null && flow.standing.terminating() ? 512 : 0);
    }

    /** Modified UTF-8 as {@link DataInputStream#readUTF} reads it, without its length: for ASCII the bytes themselves. */
    private static byte[] utf(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || text.charAt(i) > LAST_ASCII) {
                return modifiedUtf(text);
            }
        }
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a name of " + text.length() + " bytes, at most " + LONGEST_TEXT);
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] modifiedUtf(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] withLength = bytes.toByteArray();
        return Arrays.copyOfRange(withLength, Short.BYTES, withLength.length);
    }
}

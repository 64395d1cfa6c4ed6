// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.packet.ChecksumWriter;
import io.penstock.engine.packet.DecodeResult;
import io.penstock.engine.packet.IpExtent;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.engine.packet.RowBuffer;
import java.util.Arrays;

/**
 * Makes the clones that enter a path from the frames that callouts inject: decodes them again, rebuilds the IP header of what came in and goes out,
 * and writes IP and transport checksums, always (spec 10, G5, G6, G8). Holds no frame between calls. One thread.
 */
public final class CloneBuilder {
    private static final int DECODED_FLAGS = PacketRow.FLAG_MAC_FRAME
            | PacketRow.FLAG_ETHERNET
            | PacketRow.FLAG_FRAGMENT
            | PacketRow.FLAG_LATER_FRAGMENT
            | PacketRow.FLAG_ICMP_ERROR
            | PacketRow.FLAG_PORTS
            | PacketRow.FLAG_LAST_FRAGMENT;

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer decoded = new RowBuffer();

    /**
     * Builds one clone. Takes any bytes and never throws for what they hold.
     *
     * @param rows holds the row of the item it is a clone of, whose sequence, time, interface and link type it keeps
     * @param row offset of that row
     * @param function where it enters
     * @param frame its bytes, which stay as they are
     */
    public BuiltClone build(byte[] rows, int row, InjectFunction function, byte[] frame) {
        byte[] bytes = frame.clone();
        decodeCut(rows, row, bytes);
        if (PacketRow.kind(decoded.rows(), 0) == PacketRow.KIND_MALFORMED) {
            return new BuiltClone.Unfit(
                    DecodeResult.malformed(decoded.rows(), 0).text());
        }
        String missing = missing(function);
        if (missing != null) {
            return new BuiltClone.Unfit(missing);
        }
        if (function.isSend() && !function.isMac() && PacketRow.direction(rows, row) == PacketRow.INBOUND) {
            byte[] rebuilt =
                    HeaderRebuild.outbound(decoded.rows(), 0, bytes, rows, row + PacketRow.DESTINATION_ADDRESS);
            if (rebuilt == null) {
                return new BuiltClone.Unfit("no IP packet that is all there, so it cannot go out");
            }
            bytes = rebuilt;
            decode(rows, row, bytes, bytes.length);
        }
        ChecksumWriter.write(decoded.rows(), 0, bytes, 0, bytes.length);
        return fit(rows, row, function, bytes);
    }

    /** A clone of a frame that was cut may be cut by as many bytes, if its headers say that there is more. */
    private void decodeCut(byte[] rows, int row, byte[] bytes) {
        long cut = PacketRow.wireLength(rows, row) - PacketRow.frameLength(rows, row);
        if (cut > 0) {
            decode(rows, row, bytes, bytes.length + cut);
            int kind = PacketRow.kind(decoded.rows(), 0);
            boolean ip = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
            if (ip && IpExtent.end(decoded.rows(), 0, bytes, 0, bytes.length) > bytes.length) {
                return;
            }
        }
        decode(rows, row, bytes, bytes.length);
    }

    private void decode(byte[] rows, int row, byte[] bytes, long wireLength) {
        decoded.clear();
        decoder.decode(
                bytes,
                0,
                bytes.length,
                wireLength,
                PacketRow.linkType(rows, row),
                PacketRow.sequence(rows, row),
                PacketRow.captureTimeNanos(rows, row),
                PacketRow.interfaceId(rows, row),
                decoded);
    }

    /** What a function needs that the frame does not have, or null (spec 6.5, "all needed data is supplied"). */
    private String missing(InjectFunction function) {
        byte[] row = decoded.rows();
        boolean ip = PacketRow.kind(row, 0) != PacketRow.KIND_NON_IP;
        if (function.isMac()) {
            return PacketRow.has(row, 0, PacketRow.FLAG_MAC_FRAME)
                    ? null
                    : function + " needs a frame with a MAC header";
        }
        return ip ? null : function + " needs an IP packet";
    }

    private BuiltClone.Fit fit(byte[] rows, int of, InjectFunction function, byte[] bytes) {
        byte[] row = Arrays.copyOf(decoded.rows(), PacketRow.ROW_LENGTH);
        PacketRow.frameOffset(row, 0, 0);
        PacketRow.frameLength(row, 0, bytes.length);
        // What the agent knew of the packet holds for its clone.
        PacketRow.addFlags(row, 0, PacketRow.flags(rows, of) & ~DECODED_FLAGS);
        PacketRow.direction(row, 0, direction(rows, of, function));
        byte[] quoted =
                PacketRow.quoted(row, 0) == 0 ? new byte[0] : Arrays.copyOf(decoded.quoted(), QuotedTuple.LENGTH);
        return new BuiltClone.Fit(row, quoted, bytes);
    }

    /** A packet under way through the host, or within it, stays on that way, whichever layer takes it up again. */
    private static int direction(byte[] rows, int of, InjectFunction function) {
        int was = PacketRow.direction(rows, of);
        boolean through = was == PacketRow.FORWARD && (function.isReceive() || function.isMac());
        if (through || PacketRow.has(rows, of, PacketRow.FLAG_LOOPBACK)) {
            return was;
        }
        if (function == InjectFunction.FORWARD) {
            return PacketRow.FORWARD;
        }
        return function.isSend() ? PacketRow.OUTBOUND : PacketRow.INBOUND;
    }

    /**
     * A copy of a captured frame with its checksums written anew; what {@link ChecksumWriter} leaves as it is stays.
     *
     * @param row offset of the frame's row in {@code rows}
     * @param offset index of the frame's first byte in {@code frames}
     * @param length bytes of the frame
     */
    public static byte[] checksummed(byte[] rows, int row, byte[] frames, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(frames, offset, offset + length);
        ChecksumWriter.write(rows, row, copy, 0, length);
        return copy;
    }
}

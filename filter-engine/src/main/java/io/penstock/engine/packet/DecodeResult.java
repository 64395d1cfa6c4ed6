// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** What decoding a packet came to, read back from its row (ARCHITECTURE 9, "Malformed"). Malformed input is a value; decoding never throws for what the bytes hold. */
public sealed interface DecodeResult {

    /** The result that the row at this offset holds. */
    static DecodeResult of(byte[] rows, int row) {
        if (PacketRow.kind(rows, row) != PacketRow.KIND_MALFORMED) {
            return new Decoded(PacketRow.kind(rows, row));
        }
        return malformed(rows, row);
    }

    /** The fault of the row at this offset, which must be of kind {@link PacketRow#KIND_MALFORMED}. */
    static Malformed malformed(byte[] rows, int row) {
        MalformedReason reason = MalformedReason.ofCode(PacketRow.malformedReason(rows, row));
        return new Malformed(
                reason.layer(),
                reason,
                PacketRow.malformedOffset(rows, row),
                PacketRow.malformedNeeded(rows, row),
                PacketRow.malformedAvailable(rows, row));
    }

    /**
     * The packet's headers are whole.
     *
     * @param kind {@link PacketRow#KIND_NON_IP}, {@link PacketRow#KIND_IPV4} or {@link PacketRow#KIND_IPV6}
     */
    record Decoded(int kind) implements DecodeResult {}

    /**
     * A header is cut or contradicts itself.
     *
     * @param layer the header at fault
     * @param reason what is wrong with it
     * @param offsetBytes bytes from the start of the frame to that header
     * @param neededBytes bytes that it needs; where its version is wrong the version expected
     * @param availableBytes bytes that there are, or that it states; the version found
     */
    record Malformed(HeaderLayer layer, MalformedReason reason, int offsetBytes, long neededBytes, long availableBytes)
            implements DecodeResult {
        /** What is wrong and at which byte, for people: {@code IPv4 header cut: 20 bytes needed at byte 14, 6 available}. */
        public String text() {
            return reason.text(neededBytes, offsetBytes, availableBytes);
        }
    }
}

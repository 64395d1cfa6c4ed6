// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import java.util.Arrays;

/** Reads a packet from its bytes in hex, as people copy them from other tools (spec 2.5): white space, colons and line breaks between digits do not matter. */
public final class PacketBytes {
    private static final int MOST_BYTES = 262_144;

    private PacketBytes() {}

    /**
     * Reads bytes.
     *
     * @param hex at most 262,144 bytes
     * @param linkType LINKTYPE_ value; {@link LinkType#RAW} where they start with the IP header
     * @param direction {@link PacketRow#OUTBOUND}, {@link PacketRow#INBOUND} or {@link PacketRow#FORWARD}
     * @throws PacketSyntaxException if a character is no hex digit, a digit is missing, or there are more bytes than that
     */
    public static WrittenPacket parse(String hex, int linkType, int direction) throws PacketSyntaxException {
        byte[] bytes = new byte[Math.min(hex.length(), MOST_BYTES)];
        int digits = 0;
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if (Character.isWhitespace(c) || c == ':' || c == '-') {
                continue;
            }
            int digit = Character.digit(c, 16);
            if (digit < 0 || digits / 2 == bytes.length) {
                throw new PacketSyntaxException(i + 1, "'" + c + "'", "at most " + MOST_BYTES + " bytes in hex digits");
            }
            bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
            digits++;
        }
        if (digits == 0 || digits % 2 != 0) {
            throw new PacketSyntaxException(hex.length() + 1, "the packet ends", "two hex digits for each byte");
        }
        return new WrittenPacket(Arrays.copyOf(bytes, digits / 2), linkType, direction, false, 0, 0, null);
    }
}

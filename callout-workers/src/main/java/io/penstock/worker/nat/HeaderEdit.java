// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.packet.InternetChecksum;

/**
 * Changes words of a frame and brings along the checksums over them (RFC 1624), so that checksums that nobody could compute, of fragments and of frames
 * that were cut, stay as right as they were. Offsets count from the frame's first byte. One thread.
 */
final class HeaderEdit {
    private final byte[] frame;
    private boolean changed;

    HeaderEdit(byte[] frame) {
        this.frame = frame;
    }

    byte[] frame() {
        return frame;
    }

    boolean isChanged() {
        return changed;
    }

    int u8(int at) {
        return frame[at] & 0xFF;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }

    long i64(int at) {
        return (long) i32(at) << 32 | i32(at + 4) & 0xFFFF_FFFFL;
    }

    boolean has(int at, int bytes) {
        return at >= 0 && at + bytes <= frame.length;
    }

    /**
     * A checksum over a word.
     *
     * @param at where it stands
     * @param isOptional whether 0 says that there is none
     * @param outer the checksum over this checksum, or null
     */
    record Cover(int at, boolean isOptional, Cover outer) {}

    /** Writes a 16-bit word on a 16-bit boundary of what the checksums cover. */
    void word(int at, int value, Cover... covers) {
        int before = u16(at);
        if (before == value) {
            return;
        }
        put(at, value);
        for (Cover cover : covers) {
            if (cover != null) {
                cover(cover, before, value);
            }
        }
    }

    private void cover(Cover cover, int before, int value) {
        if (!has(cover.at(), 2)) {
            return;
        }
        int checksum = u16(cover.at());
        // Of UDP, 0 says that there is none (RFC 768).
        if (cover.isOptional() && checksum == 0) {
            return;
        }
        int updated = InternetChecksum.update(checksum, before, value);
        put(cover.at(), cover.isOptional() && updated == 0 ? 0xFFFF : updated);
        if (cover.outer() != null) {
            cover(cover.outer(), checksum, u16(cover.at()));
        }
    }

    private void put(int at, int value) {
        frame[at] = (byte) (value >>> 8);
        frame[at + 1] = (byte) value;
        changed = true;
    }
}

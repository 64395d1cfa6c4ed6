// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.ingest.capture.BadCaptureException.Kind;
import java.util.Locale;

/** Tells a capture by its first four bytes, and refuses what is none. */
final class CaptureMagic {
    static final int PCAPNG_SECTION = 0x0A0D_0D0A;

    private CaptureMagic() {}

    static PacketRecords open(String name, CaptureBytes bytes, DamageNote damage) throws BadCaptureException {
        if (!bytes.require(4)) {
            throw tooShort(name, bytes);
        }
        int magic = bytes.intAt(0);
        if (magic == PCAPNG_SECTION) {
            return Pcapng.open(name, bytes, damage);
        }
        PcapVariant variant = PcapVariant.ofMagic(magic);
        if (variant != null) {
            return ClassicPcap.open(name, bytes, damage, variant, false);
        }
        variant = PcapVariant.ofMagic(Integer.reverseBytes(magic));
        if (variant != null) {
            return ClassicPcap.open(name, bytes, damage, variant, true);
        }
        String found = String.format(Locale.ROOT, "%08x", Integer.reverseBytes(magic));
        throw new BadCaptureException(
                Kind.NOT_A_CAPTURE,
                name,
                0,
                "not a capture: the magic number of a pcap or pcapng was expected, found " + found);
    }

    /** The refusal of an input that ends, or breaks, inside its file header. */
    static BadCaptureException headerCut(String name, CaptureBytes bytes, String header, long neededBytes) {
        String what = bytes.failure() == null
                ? "cut inside its file header: " + neededBytes + " bytes of " + header + " expected"
                : "cannot be read (" + DamageNote.reason(bytes.failure()) + "); " + header + " was expected";
        return new BadCaptureException(
                Kind.HEADER_CUT, name, bytes.offset() + bytes.available(), what, bytes.failure());
    }

    private static BadCaptureException tooShort(String name, CaptureBytes bytes) {
        int present = bytes.available();
        if (bytes.failure() == null && present == 0) {
            return new BadCaptureException(
                    Kind.EMPTY, name, 0, "unpacks to nothing; the header of a pcap or pcapng was expected");
        }
        if (bytes.failure() != null || beginsLikeOne(bytes, present)) {
            return headerCut(name, bytes, "the header of a pcap or pcapng", 24);
        }
        return new BadCaptureException(
                Kind.NOT_A_CAPTURE,
                name,
                0,
                "not a capture: " + present + " bytes, the header of a pcap or pcapng was expected");
    }

    private static boolean beginsLikeOne(CaptureBytes bytes, int present) {
        int mask = (1 << 8 * present) - 1;
        int start = 0;
        for (int i = 0; i < present; i++) {
            start |= bytes.unsignedByteAt(i) << 8 * i;
        }
        if ((PCAPNG_SECTION & mask) == start) {
            return true;
        }
        for (PcapVariant variant : PcapVariant.values()) {
            if ((variant.magic() & mask) == start || (Integer.reverseBytes(variant.magic()) & mask) == start) {
                return true;
            }
        }
        return false;
    }
}

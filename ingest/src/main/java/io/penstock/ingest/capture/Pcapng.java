// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.ingest.capture.BadCaptureException.Kind;
import java.util.List;

/**
 * The blocks of a pcapng (draft-ietf-opsawg-pcapng, section 3): sections, interfaces and packets are read, every other
 * block is passed over. Each section has its own byte order and numbers its interfaces from 0.
 */
final class Pcapng implements PacketRecords {
    static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int SECTION_BYTES = 28;
    private static final int FRAME_BYTES = 12;
    static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;

    private final CaptureBytes bytes;
    private final DamageNote damage;
    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private final PcapngPacketBlock packets;

    private Pcapng(CaptureBytes bytes, DamageNote damage) {
        this.bytes = bytes;
        this.damage = damage;
        this.packets = new PcapngPacketBlock(bytes, interfaces);
    }

    static Pcapng open(String name, CaptureBytes bytes, DamageNote damage) throws BadCaptureException {
        if (!bytes.require(SECTION_BYTES)) {
            throw CaptureMagic.headerCut(name, bytes, "a pcapng section header", SECTION_BYTES);
        }
        Pcapng records = new Pcapng(bytes, damage);
        String wrong = records.beginSection();
        if (wrong != null) {
            Kind kind = bytes.intAt(8) == BYTE_ORDER_MAGIC ? Kind.UNSUPPORTED : Kind.NOT_A_CAPTURE;
            throw new BadCaptureException(kind, name, 0, wrong);
        }
        long total = records.blockBytes();
        if (!records.skipBlock(total)) {
            throw records.damage.present()
                    ? new BadCaptureException(
                            Kind.NOT_A_CAPTURE,
                            name,
                            0,
                            records.damage.value().orElseThrow().what())
                    : CaptureMagic.headerCut(name, bytes, "a pcapng section header", total);
        }
        return records;
    }

    @Override
    public boolean next(CapturedPacket packet) {
        while (bytes.require(8)) {
            int type = bytes.intAt(0);
            boolean isPacket = type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OBSOLETE_PACKET;
            boolean more = switch (type) {
                case CaptureMagic.PCAPNG_SECTION -> section();
                case INTERFACE_DESCRIPTION, ENHANCED_PACKET, SIMPLE_PACKET, OBSOLETE_PACKET -> read(type, packet);
                default -> passOver();
            };
            if (isPacket || !more) {
                return more;
            }
        }
        return damage.end(bytes.offset(), "block header", 8);
    }

    /** Length of the block at hand with its padding; some writers leave the padding out of the field. */
    private long blockBytes() {
        return bytes.unsignedIntAt(4) + 3 & ~3L;
    }

    private boolean section() {
        long start = bytes.offset();
        if (!bytes.require(SECTION_BYTES)) {
            return damage.cut(start, "section header", SECTION_BYTES);
        }
        String wrong = beginSection();
        return wrong == null ? passOver() : damage.at(start, wrong);
    }

    /** Takes over byte order; null, or what is wrong with the header. */
    private String beginSection() {
        bytes.bigEndian(false);
        boolean swapped = bytes.intAt(8) == Integer.reverseBytes(BYTE_ORDER_MAGIC);
        if (!swapped && bytes.intAt(8) != BYTE_ORDER_MAGIC) {
            return "not a pcapng section: its byte-order magic 1a2b3c4d was expected at byte " + (bytes.offset() + 8);
        }
        bytes.bigEndian(swapped);
        if (blockBytes() < SECTION_BYTES) {
            return "section header claims " + blockBytes() + " bytes, at least " + SECTION_BYTES + " expected";
        }
        if (bytes.unsignedShortAt(12) != 1) {
            return "pcapng version 1 expected, found " + bytes.unsignedShortAt(12);
        }
        interfaces.beginSection();
        return null;
    }

    /** Brings the whole block into the buffer and holds its two lengths against each other. */
    private boolean whole() {
        long total = blockBytes();
        long start = bytes.offset();
        if (total < FRAME_BYTES || total > CaptureLimits.MAXIMUM_BLOCK_BYTES) {
            return damage.at(start, "block claims " + total + " bytes");
        }
        if (!bytes.require((int) total)) {
            return damage.cut(start, "block", total);
        }
        return trailerMatches(start, bytes.unsignedIntAt(4), bytes.unsignedIntAt((int) total - 4));
    }

    private boolean trailerMatches(long start, long before, long after) {
        return before == after
                || damage.at(start, "block lengths before and after differ: " + before + " and " + after);
    }

    private boolean read(int type, CapturedPacket packet) {
        if (!whole()) {
            return false;
        }
        int total = (int) blockBytes();
        String wrong = switch (type) {
            case INTERFACE_DESCRIPTION -> interfaces.describe(bytes, total);
            case ENHANCED_PACKET -> packets.enhanced(packet, total);
            case SIMPLE_PACKET -> packets.simple(packet, total);
            default -> packets.obsolete(packet, total);
        };
        if (wrong != null) {
            return damage.at(bytes.offset(), wrong);
        }
        bytes.advance(total);
        return true;
    }

    private boolean passOver() {
        long total = blockBytes();
        long start = bytes.offset();
        if (total < FRAME_BYTES) {
            return damage.at(start, "block claims " + total + " bytes");
        }
        return skipBlock(total) || damage.cut(start, "block", total);
    }

    private boolean skipBlock(long total) {
        long start = bytes.offset();
        long before = bytes.unsignedIntAt(4);
        if (!bytes.skip(total - 4) || !bytes.require(4)) {
            return false;
        }
        long after = bytes.unsignedIntAt(0);
        bytes.advance(4);
        return trailerMatches(start, before, after);
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces.all();
    }

    @Override
    public CaptureFormat format() {
        return CaptureFormat.PCAPNG;
    }
}

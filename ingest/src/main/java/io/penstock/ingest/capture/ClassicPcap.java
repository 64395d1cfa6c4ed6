// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import io.penstock.ingest.capture.BadCaptureException.Kind;
import java.util.List;

/** The records of a classic pcap (draft-ietf-opsawg-pcap, sections 4 and 5). */
final class ClassicPcap implements PacketRecords {
    private static final int ODD_MAJOR_VERSION = 543;
    private static final int PACKET_TYPE_OUTGOING = 4;

    /** In which order a record has its two lengths; files of before version 2.3 have them the other way round. */
    private enum Lengths {
        CAPTURED_FIRST,
        WIRE_FIRST,
        SMALLER_IS_CAPTURED
    }

    private final CaptureBytes bytes;
    private final DamageNote damage;
    private final PcapVariant variant;
    private final Lengths lengths;
    private final CaptureInterface only;
    private final int headerBytes;
    private final int maximumBytes;
    private long number;

    private ClassicPcap(CaptureBytes bytes, DamageNote damage, PcapVariant variant) {
        this.bytes = bytes;
        this.damage = damage;
        this.variant = variant;
        this.lengths = lengths(bytes.unsignedShortAt(4), bytes.unsignedShortAt(6));
        // The upper half of the word holds the length of a frame check sequence and reserved bits.
        int linkType = bytes.intAt(20) & 0xFFFF;
        long units = 1_000_000_000L / variant.nanosPerFraction();
        this.only = new CaptureInterface(0, 0, 0, "", linkType, units, 0, bytes.unsignedIntAt(16));
        this.headerBytes = variant.recordHeaderBytes();
        this.maximumBytes = CaptureLimits.maximumPacketBytes(linkType);
    }

    static ClassicPcap open(String name, CaptureBytes bytes, DamageNote damage, PcapVariant variant, boolean bigEndian)
            throws BadCaptureException {
        int size = variant.fileHeaderBytes();
        if (!bytes.require(size)) {
            throw CaptureMagic.headerCut(name, bytes, "a pcap header", size);
        }
        bytes.bigEndian(bigEndian);
        int major = bytes.unsignedShortAt(4);
        if (major < 2) {
            throw new BadCaptureException(Kind.UNSUPPORTED, name, 4, "pcap version 2 expected, found " + major);
        }
        ClassicPcap records = new ClassicPcap(bytes, damage, variant);
        bytes.advance(size);
        return records;
    }

    private static Lengths lengths(int major, int minor) {
        if (major == 2 && minor < 3) {
            return Lengths.WIRE_FIRST;
        }
        boolean mixed = major == 2 && minor == 3 || major == ODD_MAJOR_VERSION;
        return mixed ? Lengths.SMALLER_IS_CAPTURED : Lengths.CAPTURED_FIRST;
    }

    @Override
    public boolean next(CapturedPacket packet) {
        if (!bytes.require(headerBytes)) {
            return damage.end(bytes.offset(), "packet record header", headerBytes);
        }
        long first = bytes.unsignedIntAt(8);
        long second = bytes.unsignedIntAt(12);
        boolean swapped = lengths != Lengths.CAPTURED_FIRST && (lengths == Lengths.WIRE_FIRST || first > second);
        long captured = swapped ? second : first;
        if (captured > maximumBytes) {
            String what = "packet record claims " + captured + " bytes, at most " + maximumBytes + " are possible";
            return damage.at(bytes.offset(), what);
        }
        int size = (int) captured;
        if (!bytes.require(headerBytes + size)) {
            return damage.cut(bytes.offset(), "packet record", headerBytes + captured);
        }
        long fraction = bytes.unsignedIntAt(4) * variant.nanosPerFraction();
        packet.captureTime().set(bytes.unsignedIntAt(0), fraction);
        packet.wrap(bytes.buffer(), bytes.index() + headerBytes, size, swapped ? first : second);
        packet.describe(only.linkType(), 0, direction(), ++number);
        bytes.advance(headerBytes + size);
        return true;
    }

    private FileDirection direction() {
        if (variant != PcapVariant.KUZNETZOV) {
            return FileDirection.UNKNOWN;
        }
        int packetType = bytes.unsignedByteAt(22);
        return packetType == PACKET_TYPE_OUTGOING
                ? FileDirection.OUTBOUND
                : packetType <= 2 ? FileDirection.INBOUND : FileDirection.UNKNOWN;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(only);
    }

    @Override
    public CaptureFormat format() {
        return CaptureFormat.PCAP;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/**
 * The three packet blocks of pcapng, read where they lie (sections 4.3, 4.4 and appendix A). Each method returns null,
 * or what is wrong with the block.
 */
final class PcapngPacketBlock {
    private static final int HEADER_BYTES = 28;
    private static final int SIMPLE_HEADER_BYTES = 12;
    private static final int TRAILER_BYTES = 4;
    private static final int OPTION_FLAGS = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final CaptureBytes bytes;
    private final PcapngInterfaces interfaces;
    private final PcapngOptions options;
    private FileDirection direction = FileDirection.UNKNOWN;
    private long number;
    private long lastEpochNanos;

    PcapngPacketBlock(CaptureBytes bytes, PcapngInterfaces interfaces) {
        this.bytes = bytes;
        this.interfaces = interfaces;
        this.options = new PcapngOptions(bytes, 0, 0);
    }

    String enhanced(CapturedPacket packet, int total) {
        return total < HEADER_BYTES + TRAILER_BYTES ? tooShort(total) : stamped(packet, total, bytes.unsignedIntAt(8));
    }

    String obsolete(CapturedPacket packet, int total) {
        return total < HEADER_BYTES + TRAILER_BYTES
                ? tooShort(total)
                : stamped(packet, total, bytes.unsignedShortAt(8));
    }

    private String stamped(CapturedPacket packet, int total, long interfaceIndex) {
        CaptureInterface from = interfaces.inSection(interfaceIndex);
        if (from == null) {
            return noInterface(interfaceIndex);
        }
        long captured = bytes.unsignedIntAt(20);
        String wrong = checkLength(captured, total - HEADER_BYTES - TRAILER_BYTES, from);
        if (wrong != null) {
            return wrong;
        }
        int size = (int) captured;
        wrong = readOptions(HEADER_BYTES + (size + 3 & ~3), total - TRAILER_BYTES);
        if (wrong != null) {
            return wrong;
        }
        setTime(packet.captureTime(), bytes.unsignedIntAt(12) << 32 | bytes.unsignedIntAt(16), from);
        packet.wrap(bytes.buffer(), bytes.index() + HEADER_BYTES, size, bytes.unsignedIntAt(24));
        packet.describe(from.linkType(), from.id(), direction, ++number);
        return null;
    }

    /** A Simple Packet Block belongs to the section's first interface and has neither time nor options. */
    String simple(CapturedPacket packet, int total) {
        if (total < SIMPLE_HEADER_BYTES + TRAILER_BYTES) {
            return tooShort(total);
        }
        CaptureInterface from = interfaces.inSection(0);
        if (from == null) {
            return noInterface(0);
        }
        long wire = bytes.unsignedIntAt(8);
        long captured = from.snapLengthBytes() == 0 ? wire : Math.min(wire, from.snapLengthBytes());
        String wrong = checkLength(captured, total - SIMPLE_HEADER_BYTES - TRAILER_BYTES, from);
        if (wrong == null) {
            packet.captureTime().setAbsent(lastEpochNanos);
            packet.wrap(bytes.buffer(), bytes.index() + SIMPLE_HEADER_BYTES, (int) captured, wire);
            packet.describe(from.linkType(), from.id(), FileDirection.UNKNOWN, ++number);
        }
        return wrong;
    }

    private static String checkLength(long captured, int room, CaptureInterface from) {
        int maximum = CaptureLimits.maximumPacketBytes(from.linkType());
        if (captured > maximum) {
            return "packet block claims " + captured + " bytes, at most " + maximum + " are possible";
        }
        return captured > room ? "packet block claims " + captured + " bytes, its block has room for " + room : null;
    }

    private String readOptions(int from, int to) {
        direction = FileDirection.UNKNOWN;
        options.begin(from, to);
        while (options.next()) {
            if (options.code() == OPTION_FLAGS && options.length() == 4) {
                direction = FileDirection.ofCode(bytes.intAt(options.valueAt()));
            }
        }
        return options.broken() ? "packet option claims " + options.length() + " bytes beyond its block" : null;
    }

    private void setTime(CaptureTime time, long stamp, CaptureInterface from) {
        long units = from.timeUnitsPerSecond();
        long seconds = Long.divideUnsigned(stamp, units);
        long rest = stamp - seconds * units;
        time.set(seconds + from.timeOffsetSeconds(), nanos(rest, units));
        lastEpochNanos = time.epochNanos();
    }

    /** {@code rest * 10^9 / units}, exact for every resolution a file can name. */
    static long nanos(long rest, long units) {
        if (rest >= 0 && rest < Long.MAX_VALUE / NANOS_PER_SECOND) {
            return Long.divideUnsigned(rest * NANOS_PER_SECOND, units);
        }
        if (Long.bitCount(units) == 1) {
            int exponent = Long.numberOfTrailingZeros(units);
            long high = Math.unsignedMultiplyHigh(rest, NANOS_PER_SECOND);
            return high << 64 - exponent | rest * NANOS_PER_SECOND >>> exponent;
        }
        // A power of ten above 10^9, or 2^64-1: what a nanosecond holds is a whole number of units.
        return Long.divideUnsigned(rest, Long.divideUnsigned(units, NANOS_PER_SECOND));
    }

    private static String tooShort(int total) {
        return "packet block claims " + total + " bytes, fewer than its header";
    }

    private String noInterface(long index) {
        return "packet of interface " + index + ", but its section describes " + interfaces.countInSection();
    }
}

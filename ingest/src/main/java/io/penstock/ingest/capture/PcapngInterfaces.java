// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The interfaces of a pcapng: numbered from 0 in each section, and through all sections by their ids. */
final class PcapngInterfaces {
    private static final int OPTIONS_AT = 16;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int MAXIMUM_NAME_BYTES = 256;
    private static final long MICROSECONDS = 1_000_000L;

    private final List<CaptureInterface> all = new ArrayList<>();
    private int section = -1;
    private int sectionStart;

    void beginSection() {
        section++;
        sectionStart = all.size();
    }

    /** The interface that a packet names, or null. */
    CaptureInterface inSection(long index) {
        return index < all.size() - sectionStart ? all.get(sectionStart + (int) index) : null;
    }

    int countInSection() {
        return all.size() - sectionStart;
    }

    List<CaptureInterface> all() {
        return Collections.unmodifiableList(all);
    }

    /** Reads an Interface Description Block (section 4.2); null, or what is wrong with it. */
    String describe(CaptureBytes bytes, int total) {
        if (total < OPTIONS_AT + 4) {
            return "interface description claims " + total + " bytes, at least 20 expected";
        }
        if (all.size() == CaptureLimits.MAXIMUM_INTERFACES) {
            return "more than " + CaptureLimits.MAXIMUM_INTERFACES + " interfaces";
        }
        String name = "";
        long unitsPerSecond = MICROSECONDS;
        long offsetSeconds = 0;
        PcapngOptions options = new PcapngOptions(bytes, OPTIONS_AT, total - 4);
        while (options.next()) {
            if (options.code() == OPTION_NAME) {
                name = text(bytes, options);
            } else if (options.code() == OPTION_TIME_RESOLUTION && options.length() == 1) {
                unitsPerSecond = unitsPerSecond(bytes.unsignedByteAt(options.valueAt()));
            } else if (options.code() == OPTION_TIME_OFFSET && options.length() == 8) {
                offsetSeconds = bytes.longAt(options.valueAt());
            }
        }
        if (options.broken()) {
            return "interface option claims " + options.length() + " bytes beyond its block";
        }
        int index = countInSection();
        all.add(new CaptureInterface(
                all.size(),
                section,
                index,
                name,
                bytes.unsignedShortAt(8),
                unitsPerSecond,
                offsetSeconds,
                bytes.unsignedIntAt(12)));
        return null;
    }

    private static String text(CaptureBytes bytes, PcapngOptions option) {
        int length = Math.min(option.length(), MAXIMUM_NAME_BYTES);
        String name = new String(bytes.buffer(), bytes.index() + option.valueAt(), length, StandardCharsets.UTF_8);
        int end = name.indexOf('\0');
        return end < 0 ? name : name.substring(0, end);
    }

    /** if_tsresol: a negative power of 10, or of 2 where the top bit is set; held at 2^64-1 where it would not fit. */
    static long unitsPerSecond(int resolution) {
        int exponent = resolution & 0x7F;
        if (resolution > 0x7F) {
            return exponent < 64 ? 1L << exponent : -1L;
        }
        long units = 1;
        for (int i = 0; i < exponent && exponent < 20; i++) {
            units *= 10;
        }
        return exponent < 20 ? units : -1L;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/** The forms of classic pcap, told by their magic number. */
enum PcapVariant {
    MICROSECOND(0xA1B2_C3D4, 24, 16, 1_000),
    NANOSECOND(0xA1B2_3C4D, 24, 16, 1),
    /** Alexey Kuznetzov's patch to libpcap: each record also has interface, protocol and packet type. */
    KUZNETZOV(0xA1B2_CD34, 24, 24, 1_000),
    /** Ixia's files, from hardware and from software: the file header also has the length of all records. */
    IXIA_HARDWARE(0x1C00_01AC, 28, 16, 1_000),
    IXIA_SOFTWARE(0x1C00_01AB, 28, 16, 1_000);

    private final int magic;
    private final int fileHeaderBytes;
    private final int recordHeaderBytes;
    private final int nanosPerFraction;

    PcapVariant(int magic, int fileHeaderBytes, int recordHeaderBytes, int nanosPerFraction) {
        this.magic = magic;
        this.fileHeaderBytes = fileHeaderBytes;
        this.recordHeaderBytes = recordHeaderBytes;
        this.nanosPerFraction = nanosPerFraction;
    }

    int magic() {
        return magic;
    }

    int fileHeaderBytes() {
        return fileHeaderBytes;
    }

    int recordHeaderBytes() {
        return recordHeaderBytes;
    }

    /** Nanoseconds in a unit of the time stamp's second part. */
    int nanosPerFraction() {
        return nanosPerFraction;
    }

    /** The variant of a magic number, or null. */
    static PcapVariant ofMagic(int magic) {
        for (PcapVariant variant : values()) {
            if (variant.magic == magic) {
                return variant;
            }
        }
        return null;
    }
}

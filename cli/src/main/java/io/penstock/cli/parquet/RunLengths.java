// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

import java.io.ByteArrayOutputStream;

/** The format's hybrid of runs and packed bits, in runs alone: levels and dictionary indexes repeat. */
final class RunLengths {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int valueBytes;
    private long value;
    private int length;

    /** @param bitWidth bits that the largest value needs, 0 to 32 */
    RunLengths(int bitWidth) {
        valueBytes = (bitWidth + 7) / Byte.SIZE;
    }

    void add(long next) {
        if (length > 0 && next != value) {
            flush();
        }
        value = next;
        length++;
    }

    byte[] bytes() {
        flush();
        return out.toByteArray();
    }

    private void flush() {
        if (length == 0) {
            return;
        }
        int header = length << 1;
        while ((header & ~0x7F) != 0) {
            out.write(header & 0x7F | 0x80);
            header >>>= 7;
        }
        out.write(header);
        for (int i = 0; i < valueBytes; i++) {
            out.write((int) (value >>> i * Byte.SIZE));
        }
        length = 0;
    }
}

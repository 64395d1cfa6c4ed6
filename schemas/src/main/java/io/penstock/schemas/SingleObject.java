// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The header of Avro's single-object encoding: C3 01 and the little-endian fingerprint (Avro 1.12, "Single-object encoding"). */
final class SingleObject {
    static final int HEADER_BYTES = 10;

    private static final byte MARKER = (byte) 0xc3;
    private static final byte FORMAT = 1;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SingleObject() {}

    static boolean isMarked(byte[] value) {
        return value[0] == MARKER && value[1] == FORMAT;
    }

    static long fingerprint(byte[] value) {
        return (long) LONG.get(value, 2);
    }

    static byte[] header(long fingerprint) {
        byte[] header = new byte[HEADER_BYTES];
        header[0] = MARKER;
        header[1] = FORMAT;
        LONG.set(header, 2, fingerprint);
        return header;
    }
}

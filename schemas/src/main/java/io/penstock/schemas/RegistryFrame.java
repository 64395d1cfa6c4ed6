// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The header that values have where a schema registry is used, as Confluent's clients and all that follow them write it: a zero, then the schema's id as four
 * bytes, big-endian. The Avro binary body behind it is the same as behind the header of {@link SingleObject}, so one header can stand for the other.
 */
final class RegistryFrame {
    static final int HEADER_BYTES = 5;

    private static final byte MAGIC = 0;

    private RegistryFrame() {}

    /** Whether it begins as a framed value does. Ids are counted from one, so zeros alone are none. */
    static boolean isFramed(byte[] value) {
        return value.length >= HEADER_BYTES && isFramed(ByteBuffer.wrap(value));
    }

    /** The same, from the buffer's position on. */
    static boolean isFramed(ByteBuffer value) {
        return value.remaining() >= HEADER_BYTES && value.get(value.position()) == MAGIC && id(value) > 0;
    }

    /** The schema's id. */
    static int id(ByteBuffer value) {
        return value.getInt(value.position() + 1);
    }

    static byte[] header(int id) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
    }

    /** What stands behind the first {@code from} bytes of a value, behind another header. */
    static byte[] headed(byte[] header, ByteBuffer value, int from) {
        int length = value.remaining() - from;
        byte[] headed = Arrays.copyOf(header, header.length + length);
        value.get(value.position() + from, headed, header.length, length);
        return headed;
    }
}

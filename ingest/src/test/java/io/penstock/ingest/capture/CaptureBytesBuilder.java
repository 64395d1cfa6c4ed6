// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes captures number by number, so that every form and every fault can be had. */
final class CaptureBytesBuilder {
    private final ByteBuffer out = ByteBuffer.allocate(1 << 20);

    static CaptureBytesBuilder bigEndian() {
        return new CaptureBytesBuilder();
    }

    static CaptureBytesBuilder littleEndian() {
        return new CaptureBytesBuilder().order(ByteOrder.LITTLE_ENDIAN);
    }

    CaptureBytesBuilder order(ByteOrder order) {
        out.order(order);
        return this;
    }

    CaptureBytesBuilder pcapHeader(int magic, int major, int minor, int snapLength, int linkType) {
        return ints(magic).shorts(major, minor).ints(0, 0, snapLength, linkType);
    }

    CaptureBytesBuilder pcapRecord(long seconds, long fraction, byte[] bytes, int wireLength) {
        return ints((int) seconds, (int) fraction, bytes.length, wireLength).bytes(bytes);
    }

    CaptureBytesBuilder section() {
        return block(0x0A0D_0D0A, body().ints(0x1A2B_3C4D).shorts(1, 0).ints(-1, -1));
    }

    CaptureBytesBuilder interfaceDescription(int linkType, int snapLength, CaptureBytesBuilder options) {
        return block(1, body().shorts(linkType, 0).ints(snapLength).bytes(options.build()));
    }

    CaptureBytesBuilder enhanced(
            int interfaceId, long stamp, byte[] bytes, int wireLength, CaptureBytesBuilder options) {
        CaptureBytesBuilder body =
                body().ints(interfaceId, (int) (stamp >>> 32), (int) stamp, bytes.length, wireLength);
        return block(6, body.padded(bytes).bytes(options.build()));
    }

    CaptureBytesBuilder simple(byte[] bytes, int wireLength) {
        return block(3, body().ints(wireLength).padded(bytes));
    }

    CaptureBytesBuilder obsolete(int interfaceId, long stamp, byte[] bytes, int wireLength) {
        CaptureBytesBuilder body = body().shorts(interfaceId, 0xFFFF);
        return block(
                2,
                body.ints((int) (stamp >>> 32), (int) stamp, bytes.length, wireLength)
                        .padded(bytes));
    }

    /** Options to be given to a block, in this builder's byte order. */
    CaptureBytesBuilder options() {
        return body();
    }

    CaptureBytesBuilder option(int code, byte... value) {
        return shorts(code, value.length).padded(value);
    }

    CaptureBytesBuilder textOption(int code, String value) {
        return option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    CaptureBytesBuilder block(int type, CaptureBytesBuilder body) {
        int total = 12 + body.out.position();
        return ints(type, total).bytes(body.build()).ints(total);
    }

    CaptureBytesBuilder body() {
        return new CaptureBytesBuilder().order(out.order());
    }

    CaptureBytesBuilder ints(int... values) {
        Arrays.stream(values).forEach(out::putInt);
        return this;
    }

    CaptureBytesBuilder longs(long value) {
        out.putLong(value);
        return this;
    }

    CaptureBytesBuilder shorts(int... values) {
        Arrays.stream(values).forEach(value -> out.putShort((short) value));
        return this;
    }

    CaptureBytesBuilder bytes(byte... bytes) {
        out.put(bytes);
        return this;
    }

    CaptureBytesBuilder padded(byte... bytes) {
        out.put(bytes).put(new byte[-bytes.length & 3]);
        return this;
    }

    byte[] build() {
        return Arrays.copyOf(out.array(), out.position());
    }
}

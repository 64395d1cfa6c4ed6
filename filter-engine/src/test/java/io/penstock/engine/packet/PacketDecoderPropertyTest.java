// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.dissect.DecodedLine;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any bytes. The seed is in each assertion's description; {@code -Dpenstock.seed} repeats it. */
class PacketDecoderPropertyTest {
    private static final int[] LINK_TYPES = {0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 127, 228, 229, 276, 147};
    private static final int RUNS = 40_000;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final PacketDecoder decoder = new PacketDecoder();
    private final DecodedLine line = new DecodedLine(true);

    static List<DecodeVectors.Vector> wholeVectors() {
        return DecodeVectors.all().stream()
                .filter(vector -> !vector.malformed())
                .toList();
    }

    @Test
    void shouldDecodeOrRefuseAnyBytesAndReadNoneOutsideThePacket() {
        for (int run = 0; run < RUNS; run++) {
            byte[] frame = new byte[random.nextInt(200)];
            random.nextBytes(frame);
            check(frame, LINK_TYPES[random.nextInt(LINK_TYPES.length)], "random frame " + run);
        }
    }

    @Test
    void shouldDecodeOrRefuseAnyMutationOfARealFrame() {
        List<DecodeVectors.Vector> vectors = DecodeVectors.all();
        for (int run = 0; run < RUNS; run++) {
            DecodeVectors.Vector vector = vectors.get(random.nextInt(vectors.size()));
            byte[] frame = vector.frame().clone();
            for (int change = random.nextInt(4); change >= 0 && frame.length > 0; change--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            check(Arrays.copyOf(frame, random.nextInt(frame.length + 1)), vector.linkType(), vector + " run " + run);
        }
    }

    /** The same bytes must give the same row whatever lies around them, and in an array that holds nothing else. */
    private void check(byte[] frame, int linkType, String what) {
        byte[] alone = decode(frame, 0, frame.length, linkType);
        byte[] zeros = decode(surrounded(frame, (byte) 0x00), 64, frame.length, linkType);
        byte[] ones = decode(surrounded(frame, (byte) 0xFF), 64, frame.length, linkType);

        assertThat(zeros).as("%s, seed %d", what, seed).isEqualTo(alone);
        assertThat(ones).as("%s, seed %d", what, seed).isEqualTo(alone);
        checkOffsets(alone, frame.length, what);
        line.read(alone, 0, frame, 0, frame.length, null);
    }

    private void checkOffsets(byte[] row, int captured, String what) {
        if (DecodeResult.of(row, 0) instanceof DecodeResult.Malformed fault) {
            assertThat(fault.text()).as("%s, seed %d", what, seed).isNotBlank();
            assertThat(fault.offsetBytes()).as("%s, seed %d", what, seed).isBetween(0, captured);
            return;
        }
        int network = PacketRow.networkOffset(row, 0);
        int transport = PacketRow.transportOffset(row, 0);
        assertThat(network).as("%s, seed %d", what, seed).isBetween(0, captured);
        assertThat(transport).as("%s, seed %d", what, seed).isBetween(network, captured);
        assertThat(PacketRow.payloadOffset(row, 0))
                .as("%s, seed %d", what, seed)
                .isBetween(transport, captured);
        assertThat(PacketRow.payloadLength(row, 0))
                .as("%s, seed %d", what, seed)
                .isBetween(0L, (long) captured);
    }

    private byte[] decode(byte[] array, int offset, int length, int linkType) {
        RowBuffer rows = new RowBuffer();
        decoder.decode(array, offset, length, length, linkType, 1, 2, 3, rows);
        byte[] row = Arrays.copyOf(rows.rows(), rows.rowsLength() + rows.quotedLength());
        System.arraycopy(rows.quoted(), 0, row, rows.rowsLength(), rows.quotedLength());
        return row;
    }

    private static byte[] surrounded(byte[] frame, byte poison) {
        byte[] array = new byte[frame.length + 128];
        Arrays.fill(array, poison);
        System.arraycopy(frame, 0, array, 64, frame.length);
        return array;
    }

    @ParameterizedTest
    @MethodSource("wholeVectors")
    void shouldCallAPacketMalformedWhenCutInItsHeadersAndNotWhenCutInItsPayload(DecodeVectors.Vector vector) {
        byte[] whole = cut(vector, vector.frame().length);
        int payload = PacketRow.payloadOffset(whole, 0);
        boolean icmpV6 = PacketRow.ipProtocol(whole, 0) == IpProtocol.ICMPV6;
        for (int length = 0; length < vector.frame().length; length++) {
            byte[] row = cut(vector, length);
            boolean malformed = PacketRow.kind(row, 0) == PacketRow.KIND_MALFORMED;
            if (length < payload && !icmpV6) {
                assertThat(malformed).as("%s cut at %d", vector, length).isTrue();
            } else if (length >= payload + 8 && !PacketRow.has(whole, 0, PacketRow.FLAG_FRAGMENT)) {
                assertThat(row).as("%s cut at %d", vector, length).isEqualTo(whole);
            }
        }
    }

    /** The row of a vector cut by the capture, without what cutting changes by intent: captured length, quoted tuple. */
    private byte[] cut(DecodeVectors.Vector vector, int length) {
        RowBuffer rows = new RowBuffer();
        decoder.decode(vector.frame(), 0, length, vector.wireLength(), vector.linkType(), 1, 2, 3, rows);
        byte[] row = Arrays.copyOf(rows.rows(), PacketRow.ROW_LENGTH);
        PacketRow.capturedLength(row, 0, 0);
        PacketRow.quoted(row, 0, 0);
        return row;
    }

    @Test
    void shouldSurviveHeadersNestedAsDeepAsAPacketCanHold() {
        byte[] tags = repeat(262_144, 0x81, 0x00, 0x00, 0x01);
        byte[] snaps = repeat(262_144, 0x00, 0x40, 0xAA, 0xAA, 0x03, 0, 0, 0, 0x81, 0x00, 0x00, 0x01);
        byte[] atomicFragments = repeat(262_144, IpProtocol.FRAGMENT, 0, 0, 0, 0, 0, 0, 0);
        atomicFragments[0] = 0x60;
        atomicFragments[6] = IpProtocol.FRAGMENT;

        assertThat(decode(tags, 0, tags.length, LinkType.ETHERNET)).isNotEmpty();
        assertThat(decode(snaps, 0, snaps.length, LinkType.C_HDLC)).isNotEmpty();
        assertThat(decode(atomicFragments, 0, atomicFragments.length, LinkType.RAW))
                .isNotEmpty();
    }

    private static byte[] repeat(int length, int... pattern) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) pattern[at % pattern.length];
        }
        return bytes;
    }
}

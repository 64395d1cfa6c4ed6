// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol, and every way to be malformed, on frames built by hand. */
class PacketDecoderVectorTest {
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();

    static List<DecodeVectors.Vector> vectors() {
        return DecodeVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldDecodeTheFieldsThatTheVectorNames(DecodeVectors.Vector vector) {
        decode(vector);

        Map<String, String> found = new TreeMap<>(RowText.fields(rows, 0, decoder.linkDirection()));
        found.keySet().retainAll(vector.expected().keySet());

        assertThat(found).isEqualTo(new TreeMap<>(vector.expected()));
    }

    @Test
    void shouldCarryWhatTheCaptureSaysIntoTheRow() {
        byte[] frame = DecodeVectors.named("raw-101").frame();

        decoder.decode(frame, 0, frame.length, 1_500, LinkType.RAW, 77, -5, 3, rows);

        assertThat(PacketRow.sequence(rows.rows(), 0)).isEqualTo(77);
        assertThat(PacketRow.captureTimeNanos(rows.rows(), 0)).isEqualTo(-5);
        assertThat(PacketRow.interfaceId(rows.rows(), 0)).isEqualTo(3);
        assertThat(PacketRow.wireLength(rows.rows(), 0)).isEqualTo(1_500);
        assertThat(PacketRow.capturedLength(rows.rows(), 0)).isEqualTo(frame.length);
        assertThat(PacketRow.linkType(rows.rows(), 0)).isEqualTo(LinkType.RAW);
    }

    @Test
    void shouldHaveAVectorForEveryReason() {
        List<String> seen = DecodeVectors.all().stream()
                .filter(DecodeVectors.Vector::malformed)
                .map(vector -> {
                    decode(vector);
                    return MalformedReason.ofCode(PacketRow.malformedReason(rows.rows(), 0))
                            .name();
                })
                .toList();
        List<String> without = List.of("LINK_CUT", "RADIOTAP_CUT", "AUTHENTICATION_CUT", "UDP_LITE_CUT", "DCCP_CUT");

        assertThat(List.of(MalformedReason.values()))
                .extracting(Enum::name)
                .filteredOn(name -> !without.contains(name))
                .allMatch(seen::contains);
    }

    private void decode(DecodeVectors.Vector vector) {
        rows.clear();
        byte[] frame = vector.frame();
        decoder.decode(frame, 0, frame.length, vector.wireLength(), vector.linkType(), 1, 0, 0, rows);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RowEndsTest {
    private static final String ETHERNET = "020000000001020000000002";
    private static final String IPV4_UDP = "0800450000240001000040110000c0a80107c0000205";

    private final PacketEnds ends = new PacketEnds();

    private void read(int linkType, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CapturedPacket packet = new CapturedPacket().wrap(bytes, 0, bytes.length, bytes.length);
        new RowEnds().read(packet.describe(linkType, 3, FileDirection.UNKNOWN, 1), ends);
    }

    private PacketDirection direction() {
        return DirectionRule.of(LocalAddresses.parse("192.168.1.0/24,2001:db8::/32"))
                .direction(ends);
    }

    @Test
    void shouldDescribeAnIpPacket() {
        read(1, ETHERNET + IPV4_UDP + "9c40003500100000" + "0000000000000000");

        assertThat(ends.version()).isEqualTo(4);
        assertThat(ends.interfaceId()).isEqualTo(3);
        assertThat(ends.ports(true)).isEqualTo(0x9C40_0035_0000_1104L);
        assertThat(direction()).isEqualTo(PacketDirection.OUTBOUND);
    }

    @Test
    void shouldGoByTheAddressesOfAMalformedPacketThatHasThem() {
        read(1, ETHERNET + IPV4_UDP + "9c40");
        assertThat(ends.version()).isEqualTo(4);
        assertThat(direction()).isEqualTo(PacketDirection.OUTBOUND);

        read(
                1,
                ETHERNET + "86dd6000000000401140" + "20010db9000000000000000000000001"
                        + "20010db8000000000000000000000002" + "9c");
        assertThat(ends.version()).isEqualTo(6);
        assertThat(direction()).isEqualTo(PacketDirection.INBOUND);
    }

    @Test
    void shouldTakeAHeaderCutBeforeItsAddressesAsNotIp() {
        read(1, ETHERNET + "08004500");

        assertThat(ends.version()).isZero();
        assertThat(direction()).isEqualTo(PacketDirection.INBOUND);
    }

    @Test
    void shouldTellBothWaysOfAnEchoByItsIdentifier() {
        read(101, "4500001c00010000400100000a0000010a000002" + "0800000012340001");
        long request = ends.ports(true);
        read(101, "4500001c00010000400100000a0000020a000001" + "0000000012340001");

        assertThat(ends.ports(false)).isEqualTo(request).isEqualTo(0x1234_1234_0000_0104L);
    }

    @Test
    void shouldTakeTheDirectionOfACookedHeader() {
        read(113, "0004" + "0001" + "0006" + "0200000000010000" + IPV4_UDP + "9c40003500100000" + "0000000000000000");

        assertThat(ends.fileDirection()).isEqualTo(FileDirection.OUTBOUND);
    }
}

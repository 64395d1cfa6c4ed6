// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static io.penstock.ingest.direction.PacketDirection.INBOUND;
import static io.penstock.ingest.direction.PacketDirection.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.FileDirection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionRuleTest {
    private final DirectionRule named = DirectionRule.of(LocalAddresses.parse("192.0.2.0/24, 2001:db8:1::/48"));
    private final DirectionRule ranges = settledWithoutInference();

    private static DirectionRule settledWithoutInference() {
        DirectionRule rule = DirectionRule.inferring();
        rule.settle(Ends.of("198.51.100.1", "203.0.113.1"));
        rule.settle(Ends.of("2001:db8::1", "2001:db8::2"));
        return rule;
    }

    @Test
    void shouldBelieveTheFileBeforeTheAddresses() {
        PacketEnds fromLocal = Ends.of("192.0.2.7", "198.51.100.1").said(FileDirection.INBOUND);
        PacketEnds toLocal = Ends.of("198.51.100.1", "192.0.2.7").said(FileDirection.OUTBOUND);

        assertThat(named.direction(fromLocal)).isEqualTo(INBOUND);
        assertThat(named.direction(toLocal)).isEqualTo(OUTBOUND);
    }

    @Test
    void shouldTakeWhatIsNotIpAsInboundUnlessTheFileSays() {
        assertThat(named.direction(new PacketEnds().notIp(0))).isEqualTo(INBOUND);
        assertThat(named.direction(new PacketEnds().notIp(0).said(FileDirection.OUTBOUND)))
                .isEqualTo(OUTBOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 198.51.100.1, OUTBOUND",
        "198.51.100.1, 192.0.2.7, INBOUND",
        "192.0.2.7, 224.0.0.251, OUTBOUND",
        "198.51.100.1, 224.0.0.251, INBOUND",
        "198.51.100.1, 255.255.255.255, INBOUND",
        "198.51.100.1, 203.0.113.1, FORWARD",
        "10.0.0.1, 203.0.113.1, FORWARD",
        "2001:db8:1::5, 2001:db8:2::5, OUTBOUND",
        "2001:db8:2::5, 2001:db8:1::5, INBOUND",
        "fe80::1, ff02::1, INBOUND",
        "2001:db8:2::5, 2001:db8:3::5, FORWARD",
    })
    void shouldGoByTheNamedAddresses(String source, String destination, PacketDirection expected) {
        assertThat(named.direction(Ends.of(source, destination))).isEqualTo(expected);
    }

    @Test
    void shouldNotInferWhereAddressesAreNamed() {
        PacketEnds ends = Ends.of("198.51.100.1", "203.0.113.1");
        named.observe(ends);

        assertThat(named.isUndecided(ends)).isFalse();
        assertThat(named.inferred()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 198.51.100.1, OUTBOUND",
        "198.51.100.1, 172.16.0.1, INBOUND",
        "198.51.100.1, 172.31.255.255, INBOUND",
        "198.51.100.1, 172.32.0.0, FORWARD",
        "198.51.100.1, 192.168.3.4, INBOUND",
        "169.254.1.1, 198.51.100.1, OUTBOUND",
        "198.51.100.1, 203.0.113.1, FORWARD",
        "198.51.100.1, 239.1.1.1, INBOUND",
        "0.0.0.0, 255.255.255.255, INBOUND",
        "fd00::1, 2001:db8::1, OUTBOUND",
        "fc00::1, 2001:db8::1, OUTBOUND",
        "fe80::1, ff02::2, OUTBOUND",
        "2001:db8::1, febf::1, INBOUND",
        "2001:db8::1, fec0::1, FORWARD",
        "2001:db8::1, ff02::2, INBOUND",
        "'::', ff02::1, INBOUND",
    })
    void shouldGoByTheRangesWhereNothingWasInferred(String source, String destination, PacketDirection expected) {
        assertThat(ranges.direction(Ends.of(source, destination))).isEqualTo(expected);
    }

    @Test
    void shouldTakeALinkBroadcastToNobodyLocalAsInbound() {
        PacketEnds subnetBroadcast = Ends.of("198.51.100.1", "198.51.100.255").toGroup(true);

        assertThat(ranges.direction(subnetBroadcast)).isEqualTo(INBOUND);
    }

    @Test
    void shouldBeOutboundForTheFlowsFirstSenderWhereBothEndsAreLocal() {
        assertThat(named.direction(Ends.of("192.0.2.7", "192.0.2.8", 50_000, 445)))
                .isEqualTo(OUTBOUND);
        assertThat(named.direction(Ends.of("192.0.2.8", "192.0.2.7", 445, 50_000)))
                .isEqualTo(INBOUND);
        assertThat(named.direction(Ends.of("192.0.2.8", "192.0.2.7", 445, 50_001)))
                .isEqualTo(OUTBOUND);
        assertThat(named.direction(Ends.of("192.0.2.7", "192.0.2.8", 50_000, 445)))
                .isEqualTo(OUTBOUND);
        assertThat(named.direction(Ends.of("192.0.2.7", "192.0.2.8", 50_001, 445)))
                .isEqualTo(INBOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.3.2.1, 127.0.0.1, true",
        "127.0.0.1, 192.0.2.7, true",
        "::1, ::1, true",
        "2001:db8:1::5, 2001:db8:1::5, true",
        "192.0.2.7, 192.0.2.8, false",
        "::2, ::3, false",
    })
    void shouldTellLoopback(String source, String destination, boolean expected) {
        assertThat(Ends.of(source, destination).isLoopback()).isEqualTo(expected);
    }

    @Test
    void shouldMarkLoopbackOutboundWhateverTheFileSays() {
        PacketEnds received = Ends.of("127.0.0.1", "127.0.0.1").said(FileDirection.INBOUND);

        assertThat(ranges.direction(received)).isEqualTo(OUTBOUND);
        assertThat(ranges.isUndecided(received)).isFalse();
    }
}

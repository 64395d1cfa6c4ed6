// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static io.penstock.ingest.direction.PacketDirection.FORWARD;
import static io.penstock.ingest.direction.PacketDirection.INBOUND;
import static io.penstock.ingest.direction.PacketDirection.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.FileDirection;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class InferenceTest {
    private static final String US = "198.51.100.1";

    private final DirectionRule rule = DirectionRule.inferring();

    private void observe(int times, String source, String destination) {
        for (int i = 0; i < times; i++) {
            rule.observe(Ends.of(source, destination));
        }
    }

    private void observePeers(int from, int to) {
        for (int i = from; i < to; i++) {
            observe(
                    1,
                    i % 2 == 0 ? US : "203.0." + i / 250 + "." + i % 250,
                    i % 2 == 0 ? "203.0." + i / 250 + "." + i % 250 : US);
        }
    }

    private String inferred() {
        rule.settle(Ends.of(US, "203.0.113.1"));
        return rule.inferred().isEmpty()
                ? "none"
                : rule.inferred().getFirst().address().getHostAddress();
    }

    @Test
    void shouldInferTheAddressAtOneEndOfNineTenths() {
        observePeers(0, 90);
        observe(10, "10.0.0.1", "10.0.0.2");

        assertThat(inferred()).isEqualTo(US);
        assertThat(rule.inferred().getFirst().share()).isEqualTo(0.9);
        assertThat(rule.direction(Ends.of(US, "10.0.0.1"))).isEqualTo(OUTBOUND);
        assertThat(rule.direction(Ends.of("10.0.0.1", US))).isEqualTo(INBOUND);
    }

    @Test
    void shouldGoByTheRangesForPacketsWithoutTheInferredAddress() {
        observePeers(0, 100);
        assertThat(inferred()).isEqualTo(US);

        assertThat(rule.direction(Ends.of("10.0.0.1", "203.0.113.5"))).isEqualTo(OUTBOUND);
        assertThat(rule.direction(Ends.of("203.0.113.5", "10.0.0.1"))).isEqualTo(INBOUND);
        assertThat(rule.direction(Ends.of("203.0.113.5", "203.0.113.6"))).isEqualTo(FORWARD);
        assertThat(rule.direction(Ends.of("203.0.113.5", "224.0.0.1"))).isEqualTo(INBOUND);
    }

    @Test
    void shouldInferNothingBelowNineTenths() {
        observePeers(0, 89);
        observe(11, "10.0.0.1", "10.0.0.2");

        assertThat(inferred()).isEqualTo("none");
    }

    @Test
    void shouldPreferThePrivateAddressOfTwo() {
        observe(5, "203.0.113.9", "10.0.0.7");
        observe(5, "10.0.0.7", "203.0.113.9");

        assertThat(inferred()).isEqualTo("10.0.0.7");
    }

    @Test
    void shouldPreferTheFirstSenderOfTwoPublicAddresses() {
        observe(1, "203.0.113.9", US);
        observe(9, US, "203.0.113.9");

        assertThat(inferred()).isEqualTo("203.0.113.9");
    }

    @Test
    void shouldPreferTheFirstSenderOfTwoPrivateAddresses() {
        observe(1, "10.0.0.8", "10.0.0.7");
        observe(9, "10.0.0.7", "10.0.0.8");

        assertThat(inferred()).isEqualTo("10.0.0.8");
        assertThat(rule.direction(Ends.of("10.0.0.7", "10.0.0.8"))).isEqualTo(INBOUND);
    }

    @Test
    void shouldNeverInferAGroupOrTheUnspecifiedAddress() {
        observe(50, "0.0.0.0", "255.255.255.255");
        observe(50, "0.0.0.0", "224.0.0.1");

        assertThat(inferred()).isEqualTo("none");
    }

    @Test
    void shouldLookAtTheFirstPacketsOnly() {
        observePeers(0, DirectionRule.SAMPLE_PACKETS - 1);
        assertThat(rule.isUndecided(Ends.of(US, "203.0.113.1"))).isTrue();

        observePeers(DirectionRule.SAMPLE_PACKETS - 1, DirectionRule.SAMPLE_PACKETS);
        assertThat(rule.isUndecided(Ends.of(US, "203.0.113.1"))).isFalse();

        observe(100_000, "10.0.0.7", "203.0.113.9");
        assertThat(inferred()).isEqualTo(US);
        assertThat(rule.inferred().getFirst().packets()).isEqualTo(DirectionRule.SAMPLE_PACKETS);
    }

    @Test
    void shouldInferForEachInterfaceAndVersion() {
        rule.observe(Ends.read(Ends.packet(3, "203.0.113.9", "10.0.0.7"), new PacketEnds()));
        rule.observe(Ends.read(Ends.packet(3, "2001:db8::9", "fd00::7"), new PacketEnds()));
        rule.observe(Ends.read(Ends.packet(5, "10.0.0.99", "203.0.113.9"), new PacketEnds()));
        rule.settle(new PacketEnds().ip(4, 3, new byte[8], 0, 4));
        rule.settle(new PacketEnds().ip(6, 3, new byte[32], 0, 16));
        rule.settle(new PacketEnds().ip(4, 5, new byte[8], 0, 4));

        assertThat(rule.inferred())
                .containsExactly(
                        new InferredLocal(3, 4, InetAddress.ofLiteral("10.0.0.7"), 1, 1),
                        new InferredLocal(3, 6, InetAddress.ofLiteral("fd00::7"), 1, 1),
                        new InferredLocal(5, 4, InetAddress.ofLiteral("10.0.0.99"), 1, 1));
        assertThat(rule.inferred().getFirst().text())
                .isEqualTo("interface 3, IPv4: 10.0.0.7 taken as local (in 1 of the first 1 packets)");
    }

    @Test
    void shouldNotWaitForASampleWhereTheFileSays() {
        assertThat(rule.isUndecided(Ends.of(US, "203.0.113.1").said(FileDirection.INBOUND)))
                .isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import static io.penstock.worker.nat.Translations.rule;
import static io.penstock.worker.nat.Translations.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the address translation makes of packets. */
class AddressTranslationTest {
    private static final Map<String, Object> SOURCE = rule("source", "10.0.0.0/24", "to", "192.0.2.0/24");

    private static Translations with(Map<?, ?>... rules) {
        return new Translations(new AddressTranslation(), rules);
    }

    private static TestPacket outbound() {
        return TestPacket.tcp(TestPacket.SYN)
                .from("10.0.0.7", 40_000)
                .to("198.51.100.9", 80)
                .payload("hello");
    }

    @Test
    void shouldTranslateTheSourceAndTheReplyBack() {
        Translations nat = with(SOURCE);
        assertThat(text(nat.translate(outbound()))).isEqualTo("192.0.2.7:40000 > 198.51.100.9:80 GOOD");
        assertThat(text(nat.translate(TestPacket.tcp(TestPacket.ACK)
                        .from("198.51.100.9", 80)
                        .to("192.0.2.7", 40_000)
                        .inbound())))
                .isEqualTo("198.51.100.9:80 > 10.0.0.7:40000 GOOD");
        assertThat(nat.out.action()).isEqualTo(CalloutAction.BLOCK);
        assertThat(nat.out.isAbsorb()).isTrue();
        assertThat(nat.out.isRightCleared()).isTrue();
    }

    @Test
    void shouldTranslateADestinationWithItsPortAndTheReplyBack() {
        Translations nat = with(rule(
                "destination", "203.0.113.5", "ports", "80", "to", "10.0.0.5", "toPorts", "8080", "protocol", "tcp"));
        assertThat(text(nat.translate(
                        TestPacket.tcp(TestPacket.SYN).from("198.51.100.9", 999).to("203.0.113.5", 80))))
                .isEqualTo("198.51.100.9:999 > 10.0.0.5:8080 GOOD");
        assertThat(text(nat.translate(
                        TestPacket.tcp(TestPacket.ACK).from("10.0.0.5", 8080).to("198.51.100.9", 999))))
                .isEqualTo("203.0.113.5:80 > 198.51.100.9:999 GOOD");
        assertThat(nat.translate(TestPacket.udp().from("198.51.100.9", 999).to("203.0.113.5", 80)))
                .as("another protocol")
                .isNull();
        assertThat(nat.out.action()).isEqualTo(CalloutAction.PERMIT);
    }

    @Test
    void shouldShareOneAddressAmongManyHostsWithoutATable() {
        Translations nat =
                with(rule("source", "10.0.0.0/28", "ports", "4096-8191", "to", "192.0.2.1", "toPorts", "0-65535"));
        for (int host = 0; host < 16; host++) {
            TestPacket packet = TestPacket.udp()
                    .from("10.0.0." + host, 4096 + host)
                    .to("198.51.100.9", 53)
                    .payload("q");
            int port = host * 4096 + host;
            assertThat(text(nat.translate(packet))).isEqualTo("192.0.2.1:" + port + " > 198.51.100.9:53 GOOD");
            assertThat(text(nat.translate(TestPacket.udp()
                            .from("198.51.100.9", 53)
                            .to("192.0.2.1", port)
                            .inbound())))
                    .isEqualTo("198.51.100.9:53 > 10.0.0." + host + ":" + (4096 + host) + " GOOD");
        }
    }

    @Test
    void shouldTranslateIpv6() {
        Translations nat = with(rule("source", "fd00::/64", "to", "2001:db8:1::/64"));
        assertThat(text(nat.translate(TestPacket.udp()
                        .from("fd00::7", 5)
                        .to("2001:db8::9", 53)
                        .payload("odd"))))
                .isEqualTo("[2001:db8:1::7]:5 > [2001:db8::9]:53 GOOD");
    }

    @Test
    void shouldTranslateBothEndsOfAPacket() {
        Translations nat = with(SOURCE, rule("destination", "198.51.100.9", "to", "198.51.100.10"));
        assertThat(text(nat.translate(outbound()))).isEqualTo("192.0.2.7:40000 > 198.51.100.10:80 GOOD");
    }

    @Test
    void shouldTranslateOnlyWithThePeersThatAreNamed() {
        Translations nat = with(rule("source", "10.0.0.0/24", "to", "192.0.2.0/24", "peers", "203.0.113.0/24"));
        assertThat(nat.translate(outbound())).isNull();
        assertThat(nat.translate(outbound().to("203.0.113.77", 80))).isNotNull();
    }

    @Test
    void shouldTranslateTheIdentifierOfAnEcho() {
        Translations nat = with(rule(
                "source",
                "10.0.0.0/24",
                "to",
                "192.0.2.0/24",
                "protocol",
                "icmp",
                "ports",
                "0-99",
                "toPorts",
                "1000-1099"));
        byte[] echo = nat.translate(TestPacket.icmp(8, 0)
                .sequence(7 << 16 | 1)
                .from("10.0.0.7")
                .to("198.51.100.9")
                .payload("ping"));
        assertThat(text(echo)).startsWith("192.0.2.7:8 > 198.51.100.9:0 GOOD");
        assertThat(echo[14 + 20 + 4] << 8 | echo[14 + 20 + 5] & 0xFF).isEqualTo(1007);
        byte[] reply = nat.translate(TestPacket.icmp(0, 0)
                .sequence(1007 << 16 | 1)
                .from("198.51.100.9")
                .to("192.0.2.7")
                .inbound());
        assertThat(text(reply)).startsWith("198.51.100.9:0 > 10.0.0.7:0 GOOD");
        assertThat(reply[14 + 20 + 5]).isEqualTo((byte) 7);
    }

    @Test
    void shouldTranslateWhatAnIcmpErrorQuotes() {
        Translations nat = with(SOURCE);
        TestPacket sent =
                TestPacket.udp().from("192.0.2.7", 4000).to("198.51.100.9", 53).payload("q");
        byte[] frame = nat.translate(TestPacket.icmp(3, 3)
                .from("203.0.113.1")
                .to("192.0.2.7")
                .payload(Translations.goodIp(sent))
                .inbound());
        assertThat(text(frame)).startsWith("203.0.113.1:3 > 10.0.0.7:3 GOOD");
        byte[] quoted = Arrays.copyOfRange(frame, 14 + 20 + 8, frame.length);
        TestPacket original =
                TestPacket.udp().from("10.0.0.7", 4000).to("198.51.100.9", 53).payload("q");
        assertThat(quoted).as("what was sent, checksums and all").isEqualTo(Translations.goodIp(original));
    }

    @SpecRule("10 G5")
    @Test
    void shouldCarryTheChecksumAlongWhereTheFrameWasCut() {
        byte[] expected = with(SOURCE).translate(outbound());
        RowBuffer cut = Translations.good(outbound());
        PacketRow.frameLength(cut.rows(), 0, 14 + 20 + 20);
        assertThat(with(SOURCE).translate(cut, InjectionState.NOT_INJECTED))
                .isEqualTo(Arrays.copyOf(expected, 14 + 20 + 20));
    }

    @Test
    void shouldLeaveAUdpPacketWithoutChecksumWithoutOne() {
        RowBuffer row = Translations.row(TestPacket.udp().from("10.0.0.7", 1).to("198.51.100.9", 2));
        byte[] frame = with(SOURCE).translate(row, InjectionState.NOT_INJECTED);
        assertThat(text(frame)).isEqualTo("192.0.2.7:1 > 198.51.100.9:2 NOT_PRESENT");
    }

    @Test
    void shouldTranslateTheAddressesOfALaterFragment() {
        byte[] frame = with(SOURCE)
                .translate(TestPacket.udp()
                        .from("10.0.0.7", 1)
                        .to("198.51.100.9", 2)
                        .payload(new byte[64])
                        .fragment(9, 32, 72));
        assertThat(text(frame)).startsWith("192.0.2.7:0 > 198.51.100.9:0");
    }

    @Test
    void shouldLetItsOwnCloneGo() {
        RowBuffer row = Translations.row(outbound());
        Translations nat = with(SOURCE);
        assertThat(nat.translate(row, InjectionState.INJECTED_BY_SELF)).isNull();
        assertThat(nat.out.action()).isEqualTo(CalloutAction.PERMIT);
        assertThat(nat.translate(row, InjectionState.PREVIOUSLY_INJECTED_BY_SELF))
                .isNull();
        assertThat(nat.translate(row, InjectionState.INJECTED_BY_OTHER)).isNotNull();
    }

    @Test
    void shouldBlockWhatItShouldTranslateAndCannot() {
        RowBuffer row = Translations.row(outbound());
        PacketRow.frameLength(row.rows(), 0, 10);
        Translations nat = with(SOURCE);
        assertThat(nat.translate(row, InjectionState.NOT_INJECTED)).isNull();
        assertThat(nat.out.action()).isEqualTo(CalloutAction.BLOCK);
        assertThat(nat.out.isAbsorb()).isFalse();
        assertThat(nat.out.findings().getFirst().key()).isEqualTo("not-translated");
    }

    @Test
    void shouldTellOfAConnectionAndNotOfEachPacket() {
        Translations nat = with(SOURCE);
        nat.translate(outbound());
        assertThat(nat.out.findings().getFirst().message())
                .isEqualTo("10.0.0.7:40000 to 198.51.100.9:80 is now 192.0.2.7:40000 to 198.51.100.9:80");
        nat.translate(TestPacket.tcp(TestPacket.ACK).from("10.0.0.7", 1).to("198.51.100.9", 80));
        assertThat(nat.out.findings()).isEmpty();
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        Translations nat = with(
                rule("source", "10.0.0.0/24", "to", "192.0.2.0/25"),
                rule("destination", "10.0.0.300", "ports", "9-1", "to", "fd00::1", "protocol", "sctp", "port", 3),
                rule("to", "10.0.0.1"),
                SOURCE,
                SOURCE,
                rule("source", "10.1.0.0/16", "ports", "1-9", "to", "192.0.2.9", "toPorts", "1-9"));
        assertThatThrownBy(() -> nat.translate(outbound()))
                .hasMessageContainingAll(
                        "translation 1: without ports, 10.0.0.0/24 and 192.0.2.0/25 must be of equal length",
                        "translation 2: unknown key port",
                        "translation 2: destination 10.0.0.300",
                        "translation 2: ports 9-1",
                        "translation 2: protocol is sctp, expected icmp or tcp or udp",
                        "translation 3: it needs either source or destination",
                        "translation 5: it overlaps translation 4",
                        "translation 6: 589824 pairs of address and port do not fit into 9");
    }

    @Test
    void shouldBeFoundInlineAndOutOfBand() {
        Map<String, CalloutMode> modes = StreamSupport.stream(
                        ServiceLoader.load(Callout.class).spliterator(), false)
                .collect(java.util.stream.Collectors.toMap(Callout::key, Callout::mode));
        assertThat(modes)
                .containsEntry("penstock-nat", CalloutMode.INLINE)
                .containsEntry("penstock-nat-worker", CalloutMode.OUT_OF_BAND);
        assertThat(text(new Translations(new OutOfBandTranslation(), SOURCE).translate(outbound())))
                .isEqualTo("192.0.2.7:40000 > 198.51.100.9:80 GOOD");
    }
}

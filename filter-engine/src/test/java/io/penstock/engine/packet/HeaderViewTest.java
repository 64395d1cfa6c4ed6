// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The views, each over a header written out byte by byte. */
class HeaderViewTest {
    @Test
    void shouldReadEthernetAndVlan() {
        byte[] bytes = hex("0a0000000002 0a0000000001 8100 6064 0800");
        EthernetView ethernet = new EthernetView().wrap(bytes, 0, bytes.length);
        VlanView vlan = new VlanView().wrap(bytes, 14, bytes.length);

        assertThat(ethernet.destination()).isEqualTo(0x0A00_0000_0002L);
        assertThat(ethernet.source()).isEqualTo(0x0A00_0000_0001L);
        assertThat(ethernet.etherType()).isEqualTo(EtherType.VLAN);
        assertThat(vlan.vlanId()).isEqualTo(100);
        assertThat(vlan.etherType()).isEqualTo(EtherType.IPV4);
    }

    @Test
    void shouldReadIpv4() {
        byte[] bytes = hex("46 00 0032 1234 2003 40 06 abcd 0a010203 c0000209 01010101");
        Ipv4View view = new Ipv4View().wrap(bytes, 0, bytes.length);

        assertThat(view.isWhole()).isTrue();
        assertThat(view.version()).isEqualTo(4);
        assertThat(view.headerLength()).isEqualTo(24);
        assertThat(view.totalLength()).isEqualTo(50);
        assertThat(view.identification()).isEqualTo(0x1234);
        assertThat(view.hasMoreFragments()).isTrue();
        assertThat(view.fragmentOffset()).isEqualTo(24);
        assertThat(view.timeToLive()).isEqualTo(64);
        assertThat(view.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(view.checksum()).isEqualTo(0xABCD);
        assertThat(IpAddressText.v4(view.source())).isEqualTo("10.1.2.3");
        assertThat(IpAddressText.v4(view.destination())).isEqualTo("192.0.2.9");
    }

    @Test
    void shouldReadIpv6AndItsFragmentHeader() {
        byte[] bytes = hex("6ab 12345 0010 2c 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
                + "11 00 05c9 deadbeef");
        Ipv6View view = new Ipv6View().wrap(bytes, 0, bytes.length);
        Ipv6FragmentView fragment = new Ipv6FragmentView().wrap(bytes, 40, bytes.length);

        assertThat(view.version()).isEqualTo(6);
        assertThat(view.trafficClass()).isEqualTo(0xAB);
        assertThat(view.flowLabel()).isEqualTo(0x12345);
        assertThat(view.payloadLength()).isEqualTo(16);
        assertThat(view.nextHeader()).isEqualTo(IpProtocol.FRAGMENT);
        assertThat(view.hopLimit()).isEqualTo(64);
        assertThat(IpAddressText.v6(view.sourceHigh(), view.sourceLow())).isEqualTo("2001:db8::1");
        assertThat(IpAddressText.v6(view.destinationHigh(), view.destinationLow()))
                .isEqualTo("2001:db8::2");
        assertThat(fragment.nextHeader()).isEqualTo(IpProtocol.UDP);
        assertThat(fragment.fragmentOffset()).isEqualTo(1480);
        assertThat(fragment.hasMoreFragments()).isTrue();
        assertThat(fragment.identification()).isEqualTo(0xDEADBEEF);
    }

    @Test
    void shouldReadTcp() {
        byte[] bytes = hex("0401 01bb 01020304 fffefdfc 71 12 0200 abcd 0007 020405b4 01010101");
        TcpView view = new TcpView().wrap(bytes, 0, bytes.length);

        assertThat(view.sourcePort()).isEqualTo(1025);
        assertThat(view.destinationPort()).isEqualTo(443);
        assertThat(view.sequence()).isEqualTo(0x01020304L);
        assertThat(view.acknowledgement()).isEqualTo(0xFFFEFDFCL);
        assertThat(view.headerLength()).isEqualTo(28);
        assertThat(view.flags()).isEqualTo(0x12);
        assertThat(view.allFlags()).isEqualTo(0x112);
        assertThat(view.window()).isEqualTo(512);
        assertThat(view.checksum()).isEqualTo(0xABCD);
        assertThat(view.urgentPointer()).isEqualTo(7);
    }

    @Test
    void shouldReadUdpIcmpAndSctp() {
        UdpView udp = new UdpView().wrap(hex("14e9 0035 000c beef"), 0, 8);
        IcmpView icmp = new IcmpView().wrap(hex("08 00 abcd 0007 0009"), 0, 8);
        SctpView sctp = new SctpView().wrap(hex("0b59 0b5a 00000001 89abcdef"), 0, 12);

        assertThat(new int[] {udp.sourcePort(), udp.destinationPort(), udp.length(), udp.checksum()})
                .containsExactly(5353, 53, 12, 0xBEEF);
        assertThat(new int[] {icmp.type(), icmp.code(), icmp.checksum(), icmp.identifier(), icmp.sequence()})
                .containsExactly(8, 0, 0xABCD, 7, 9);
        assertThat(new long[] {sctp.sourcePort(), sctp.destinationPort(), sctp.verificationTag(), sctp.checksum()})
                .containsExactly(2905, 2906, 1, 0x89ABCDEFL);
    }

    @Test
    void shouldReadIpsecHeaders() {
        AuthenticationView ah = new AuthenticationView().wrap(hex("06 04 0000 00000102 00000003"), 0, 12);
        EspView esp = new EspView().wrap(hex("00000102 ffffffff"), 0, 8);

        assertThat(ah.nextHeader()).isEqualTo(IpProtocol.TCP);
        assertThat(ah.headerLength()).isEqualTo(24);
        assertThat(ah.securityParametersIndex()).isEqualTo(0x102);
        assertThat(ah.sequence()).isEqualTo(3);
        assertThat(esp.securityParametersIndex()).isEqualTo(0x102);
        assertThat(esp.sequence()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void shouldCountTheOptionalFieldsOfGre() {
        assertThat(gre("0000 0800").headerLength()).isEqualTo(4);
        assertThat(gre("b000 6558").headerLength()).isEqualTo(16);
        assertThat(gre("3081 880b").headerLength()).isEqualTo(16);
        assertThat(gre("2000 0800").protocol()).isEqualTo(EtherType.IPV4);
    }

    @Test
    void shouldReadLinkHeadersOfOtherKinds() {
        SllView sll = new SllView().wrap(hex("0004 0001 0006 0a0000000001 0000 0800"), 0, 16);
        Sll2View sll2 = new Sll2View().wrap(hex("86dd 0000 00000007 0304 01 06 0a0000000001 0000"), 0, 20);
        MplsView mpls = new MplsView().wrap(hex("000101ff"), 0, 4);
        PppoeView pppoe = new PppoeView().wrap(hex("1100 0b0c 0026"), 0, 6);

        assertThat(new long[] {sll.packetType(), sll.hardwareType(), sll.addressLength(), sll.protocol(), sll.source()})
                .containsExactly(4, 1, 6, 0x0800, 0x0A00_0000_0001L);
        assertThat(new long[] {sll2.protocol(), sll2.interfaceIndex(), sll2.hardwareType(), sll2.packetType()})
                .containsExactly(0x86DD, 7, 0x304, 1);
        assertThat(new long[] {sll2.addressLength(), sll2.source()}).containsExactly(6, 0x0A00_0000_0001L);
        assertThat(mpls.label()).isEqualTo(16);
        assertThat(mpls.isBottomOfStack()).isTrue();
        assertThat(new int[] {pppoe.code(), pppoe.sessionId(), pppoe.payloadLength()})
                .containsExactly(0, 0x0B0C, 0x26);
    }

    @Test
    void shouldSayWhenAHeaderIsNotWhole() {
        byte[] bytes = new byte[64];

        assertThat(new Ipv4View().wrap(bytes, 10, 29).isWhole()).isFalse();
        assertThat(new Ipv4View().wrap(bytes, 10, 30).isWhole()).isTrue();
        assertThat(new TcpView().wrap(bytes, 60, 64).isWhole()).isFalse();
    }

    private static GreView gre(String hex) {
        return new GreView().wrap(hex(hex), 0, 4);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}

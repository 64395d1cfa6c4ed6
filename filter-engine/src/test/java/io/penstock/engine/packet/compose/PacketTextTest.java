// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TransportChecksum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTextTest {
    private final RowBuffer rows = new RowBuffer();

    @Test
    void shouldReadATcpPacket() throws PacketSyntaxException {
        read("inbound tcp 198.51.100.7:51000 > 10.0.0.5:22 syn seq=4294967295 interface=3 time=1970-01-01T00:00:01.5Z");

        byte[] row = rows.rows();
        assertThat(PacketRow.kind(row, 0)).isEqualTo(PacketRow.KIND_IPV4);
        assertThat(PacketRow.direction(row, 0)).isEqualTo(PacketRow.INBOUND);
        assertThat(PacketRow.sourcePort(row, 0)).isEqualTo(51_000);
        assertThat(PacketRow.destinationPort(row, 0)).isEqualTo(22);
        assertThat(PacketRow.tcpFlags(row, 0)).isEqualTo(2);
        assertThat(PacketRow.tcpSequence(row, 0)).isEqualTo(-1);
        assertThat(PacketRow.interfaceId(row, 0)).isEqualTo(3);
        assertThat(PacketRow.captureTimeNanos(row, 0)).isEqualTo(1_500_000_000L);
        assertThat(PacketRow.sequence(row, 0)).isEqualTo(7);
    }

    @Test
    void shouldReadWhatPeopleTypeInUpperCaseAndWithTheDirectionBehind() throws PacketSyntaxException {
        read("TCP 198.51.100.7:51000 > 10.0.0.5:22 in SYN,ACK loopback");

        byte[] row = rows.rows();
        assertThat(PacketRow.direction(row, 0)).isEqualTo(PacketRow.INBOUND);
        assertThat(PacketRow.tcpFlags(row, 0)).isEqualTo(0x12);
        assertThat(PacketRow.has(row, 0, PacketRow.FLAG_LOOPBACK)).isTrue();
    }

    @Test
    void shouldReadWhoseTheLocalSocketIs() throws PacketSyntaxException {
        WrittenPacket written = PacketText.parse("tcp 10.0.0.1:1 > 10.0.0.2:2 syn process=\"/opt/my app\" pid=7"
                + " user=S-1-5-18 groups=S-1-1-0,S-1-5-11");

        assertThat(written.socket())
                .isEqualTo(new SocketKnowledge(
                        7,
                        "/opt/my app",
                        "S-1-5-18",
                        List.of("S-1-1-0", "S-1-5-11"),
                        SocketKnowledge.NULL_SID,
                        List.of(),
                        false));
        assertThat(PacketText.parse("tcp 10.0.0.1:1 > 10.0.0.2:2 package=S-1-15-2-7")
                        .socket()
                        .packageSid())
                .isEqualTo("S-1-15-2-7");
        assertThat(PacketText.parse("tcp 10.0.0.1:1 > 10.0.0.2:2").socket()).isNull();
    }

    @Test
    void shouldReadPayloadsAsTextWithSpacesOrHex() throws PacketSyntaxException {
        read("udp [fd00::1]:5000 > [2001:db8::9]:53 payload=\"a b\" vlan=5");
        assertThat(PacketRow.payloadLength(rows.rows(), 0)).isEqualTo(3);
        assertThat(PacketRow.vlanId(rows.rows(), 0)).isEqualTo(5);
        assertThat(PacketRow.kind(rows.rows(), 0)).isEqualTo(PacketRow.KIND_IPV6);
        rows.clear();
        read("udp 10.0.0.1:1 -> 10.0.0.2:2 payload=0x00ff link=raw");
        assertThat(PacketRow.payloadLength(rows.rows(), 0)).isEqualTo(2);
        assertThat(PacketRow.linkType(rows.rows(), 0)).isEqualTo(LinkType.RAW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp 10.0.0.1:1 > 10.0.0.2:2 psh-ack payload=odd ack=7",
                "udp 10.0.0.1:1 > 10.0.0.2:2 length=333",
                "icmp 10.0.0.1 > 10.0.0.2 type=echo-request id=9 payload=ping",
                "icmpv6 fd00::1 > fd00::2 type=echo-reply",
                "tcp [fd00::1]:1 > [fd00::2]:2 flags=syn,ack",
                "udp [fd00::1]:1 > [fd00::2]:2"
            })
    void shouldWriteRightLengthsAndChecksums(String line) throws PacketSyntaxException {
        read(line);
        byte[] row = rows.rows();
        int start = PacketRow.transportOffset(row, 0);
        assertThat(PacketRow.kind(row, 0)).isNotEqualTo(PacketRow.KIND_MALFORMED);
        assertThat(TransportChecksum.of(row, 0, rows.frames(), 0, rows.framesLength()))
                .as("transport at %d", start)
                .isEqualTo(TransportChecksum.Status.GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 | protocol",
                "tpc 10.0.0.1:1 > 10.0.0.2:2 | 1 | protocol",
                "tcp 10.0.0.1 > 10.0.0.2:2 | 5 | ADDRESS:PORT",
                "icmp 10.0.0.1:7 > 10.0.0.2 | 6 | without a port",
                "tcp 10.0.0.1:1 | 15 | >",
                "tcp 10.0.0.1:1 = 10.0.0.2:2 | 16 | >",
                "udp 10.0.0.1:1 > 10.0.0.2:65536 | 18 | ADDRESS:PORT",
                "udp 10.0.0:1 > 10.0.0.2:6 | 5 | IPv4 or IPv6",
                "udp host.example.org:1 > 10.0.0.2:6 | 5 | IPv4 or IPv6",
                "udp 10.0.0.1:1 > [fd00::1]:6 | 18 | same IP version",
                "udp 10.0.0.1:1 > 10.0.0.2:6 syn | 29 | control bits",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 syn-akc | 29 | control bits",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 color=red | 29 | an option",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 ttl=256 | 29 | 0..255",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 user=alice | 29 | a SID",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 process= | 29 | path",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 pid=x | 29 | process id",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 seq=4294967296 | 29 | 32 bits",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 time=noon | 29 | a time",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 payload=0xabc | 29 | hex",
                "tcp 10.0.0.1:1 > 10.0.0.2:6 payload=\"abc | 37 | another"
            })
    void shouldRefuseWhatIsNoPacketWithItsPlace(String line, int column, String expected) {
        PacketSyntaxException refused = catchThrowableOfType(PacketSyntaxException.class, () -> PacketText.parse(line));
        assertThat(refused).as(line).isNotNull();
        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.expected()).contains(expected);
    }

    @Test
    void shouldReadBytesAsOtherToolsPrintThem() throws PacketSyntaxException {
        WrittenPacket written = PacketText.parse("tcp 10.0.0.1:1 > 10.0.0.2:2 syn link=raw");
        StringBuilder dump = new StringBuilder();
        for (byte b : written.frame()) {
            dump.append(String.format("%02x", b)).append(dump.length() % 7 == 0 ? ":" : " ");
        }
        assertThat(PacketBytes.parse(dump.toString(), LinkType.RAW, PacketRow.INBOUND)
                        .frame())
                .isEqualTo(written.frame());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "45 0", "zz", "45 00 g0"})
    void shouldRefuseBytesThatAreNone(String hex) {
        assertThat(catchThrowableOfType(
                        PacketSyntaxException.class, () -> PacketBytes.parse(hex, LinkType.RAW, PacketRow.INBOUND)))
                .isNotNull();
    }

    private void read(String line) throws PacketSyntaxException {
        PacketText.parse(line).appendTo(rows, 7);
    }
}

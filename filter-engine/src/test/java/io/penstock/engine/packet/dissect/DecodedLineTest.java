// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.DecodeVectors;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.RowBuffer;
import org.junit.jupiter.api.Test;

class DecodedLineTest {
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();

    @Test
    void shouldNameTheColumnsInTheContractsOrder() {
        assertThat(DecodedLine.tsvHeader())
                .isEqualTo("frame.number\tframe.time_epoch\teth.type\tip.src\tip.dst\tipv6.src\tipv6.dst\tip.proto\t"
                        + "ipv6.nxt\ttcp.srcport\ttcp.dstport\tudp.srcport\tudp.dstport\ttcp.flags\ttcp.seq_raw\t"
                        + "tcp.len\tip.checksum.status\ttcp.checksum.status\tmalformed");
    }

    @Test
    void shouldSpellTheCellsAsTsharkDoes() {
        assertThat(tsv("ethernet-ipv4-tcp", false))
                .isEqualTo("5\t1.000000002\t0x0800\t10.1.2.3\t192.0.2.9\t\t\t6\t\t1025\t443\t\t\t0x0018\t16909060\t5\t"
                        + "1\t0\t");
        assertThat(tsv("vlan", false)).startsWith("5\t1.000000002\t0x8100\t");
        assertThat(tsv("ipv6-all-extensions", false))
                .isEqualTo("5\t1.000000002\t\t\t\t2001:db8::1\t2001:db8::2\t\t0\t\t\t5353\t53\t\t\t\t\t\t");
    }

    @Test
    void shouldFindThePortsOfAFirstFragmentBehindExtensionHeaders() {
        assertThat(tsv("ipv6-first-fragment-with-options", false)).contains("\t44\t\t\t5353\t53\t");
        assertThat(tsv("ipv6-first-fragment", false)).endsWith("\t1025\t443\t\t\t0x0018\t16909060\t\t\t2\t");
        assertThat(tsv("ipv6-last-fragment", false)).endsWith("\t44\t\t\t\t\t\t\t\t\t\t");
    }

    @Test
    void shouldFollowAPseudowireBehindMplsLabelsAmongTunnels() {
        assertThat(tsv("mpls-pseudowire", false)).isEqualTo("5\t1.000000002\t0x8847" + "\t".repeat(16));
        assertThat(tsv("mpls-pseudowire", true)).startsWith("5\t1.000000002\t0x8847,0x0800\t10.1.2.3\t");
    }

    @Test
    void shouldSayWhatIsMalformedAndWhere() {
        assertThat(tsv("malformed-ipv4-cut", false))
                .endsWith("\tIPv4 header cut: 20 bytes needed at byte 14, 6 available");
    }

    @Test
    void shouldSpeakOfTheOutermostPacketUnlessAskedForTunnels() {
        assertThat(tsv("gre", false)).isEqualTo("5\t1.000000002\t\t10.1.2.3\t192.0.2.9\t\t\t47\t\t\t\t\t\t\t\t\t1\t\t");
        assertThat(tsv("gre", true))
                .isEqualTo("5\t1.000000002\t\t10.1.2.3,10.1.2.3\t192.0.2.9,192.0.2.9\t\t\t47,17\t\t\t\t5353\t53\t\t\t\t"
                        + "1,1\t\t");
    }

    @Test
    void shouldListTheQuotedPacketOfAnIcmpErrorAmongTunnels() {
        assertThat(tsv("icmp-unreachable-udp", true)).contains("192.0.2.1,192.0.2.9", "\t40000\t33434\t");
    }

    @Test
    void shouldWriteJsonWithTheColumnsThatThePacketHas() {
        assertThat(json("ethernet-ipv4-udp-padded", false))
                .isEqualTo("{\"frame.number\":5,\"frame.time_epoch\":\"1.000000002\",\"eth.type\":\"0x0800\","
                        + "\"ip.src\":\"10.1.2.3\",\"ip.dst\":\"192.0.2.9\",\"ip.proto\":17,\"udp.srcport\":5353,"
                        + "\"udp.dstport\":53,\"ip.checksum.status\":1}");
    }

    @Test
    void shouldWriteJsonListsWithTunnels() {
        assertThat(json("gre", true))
                .isEqualTo("{\"frame.number\":5,\"frame.time_epoch\":\"1.000000002\","
                        + "\"ip.src\":[\"10.1.2.3\",\"10.1.2.3\"],\"ip.dst\":[\"192.0.2.9\",\"192.0.2.9\"],"
                        + "\"ip.proto\":[47,17],\"udp.srcport\":[5353],\"udp.dstport\":[53],"
                        + "\"ip.checksum.status\":[1,1]}");
    }

    private String tsv(String vector, boolean tunnels) {
        StringBuilder out = new StringBuilder();
        line(vector, tunnels).appendTsv(out);
        return out.toString();
    }

    private String json(String vector, boolean tunnels) {
        StringBuilder out = new StringBuilder();
        line(vector, tunnels).appendJson(out);
        return out.toString();
    }

    private DecodedLine line(String name, boolean tunnels) {
        DecodeVectors.Vector vector = DecodeVectors.named(name);
        byte[] frame = vector.frame();
        rows.clear();
        decoder.decode(frame, 0, frame.length, vector.wireLength(), vector.linkType(), 5, 1_000_000_002, 0, rows);
        DecodedLine line = new DecodedLine(tunnels);
        line.read(rows.rows(), 0, frame, 0, frame.length, null);
        return line;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.ingest.events.EventReader;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each event of the security log and of each type of net event (spec 8.2 to 8.4). */
class EventImportTest {
    private static final String FRAME =
            "Direction=%%14592,SourceAddress=02-00-00-00-07-99,DestAddress=02-00-00-00-07-20,EtherType=2054,MediaType=0,"
                + "InterfaceType=6,VlanTag=0,FilterRTID=70114,LayerName=%%14602,LayerRTID=56";
    private static final String ENDS =
            "ProcessId=4,Application=-,Direction=%%14593,SourceAddress=192.168.7.20,SourcePort=50111,"
                    + "DestAddress=203.0.113.5,DestPort=23,Protocol=6,FilterRTID=70102,LayerName=%%14611,LayerRTID=48";
    private static final String SOCKET =
            "ProcessId=4,Application=-,SourceAddress=0.0.0.0,SourcePort=5353,Protocol=17,FilterRTID=70102,";
    private static final String BIND = SOCKET + "LayerName=%%14608,LayerRTID=36";
    private static final String LISTEN = SOCKET + "LayerName=%%14609,LayerRTID=40";

    @ParameterizedTest
    @CsvSource({
        "5150, DISCARD, 1, false",
        "5151, DISCARD, 1, true",
        "5152, DISCARD, 1, false",
        "5153, DISCARD, 1, true",
        "5154, CONNECTION, 0, false",
        "5155, BLOCKED_CONNECTION, 0, false",
        "5156, CONNECTION, 0, false",
        "5157, BLOCKED_CONNECTION, 0, false",
        "5158, CONNECTION, 0, false",
        "5159, BLOCKED_CONNECTION, 0, false"
    })
    @SpecRule("11 P13")
    void shouldGiveEachEventOfTheSecurityLogItsFate(int id, EventFate fate, long packets, boolean veto)
            throws Exception {
        String fields = id <= 5151 ? FRAME : id <= 5153 ? ENDS : id <= 5155 ? LISTEN : id <= 5157 ? ENDS : BIND;
        ImportedFile file = ImportedFile.of(ImportedFile.logged(id, 9001, fields.split(",")));

        assertThat(file.counts().count(fate)).isOne();
        assertThat(file.counts().packets()).isEqualTo(packets);
        assertThat(file.discards()).hasSize(fate.isDiscard() ? 1 : 0);
        assertThat(file.flows()).hasSize(fate.isConnection() ? 1 : 0);
        assertThat(file.discards()).allSatisfy(line -> assertThat(line).startsWith(Long.toString(packets)));
        assertThat(file.discards())
                .allSatisfy(line -> assertThat(line.contains("PenstockVeto")).isEqualTo(veto));
    }

    @Test
    @SpecRule("11 P20")
    void shouldTellOfTheSecurityLogWhatItSays() throws Exception {
        ImportedFile file = ImportedFile.resource("security.xml");

        String policy = " FWPS_DISCARD_FIREWALL_POLICY ";
        assertThat(file.discards())
                .containsExactly(
                        "0 OUTBOUND FWPM_LAYER_ALE_AUTH_CONNECT_V4" + policy + " 70102 Quarantine Default",
                        "1 INBOUND FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4" + policy + " 70111 ",
                        "1 INBOUND FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD" + policy + " 70112 Stealth",
                        "0 INBOUND FWPM_LAYER_ALE_AUTH_LISTEN_V6" + policy + " 70113 ",
                        "1 INBOUND FWPM_LAYER_INBOUND_MAC_FRAME_ETHERNET" + policy + " 70114 ",
                        "1 OUTBOUND FWPM_LAYER_OUTBOUND_TRANSPORT_V4" + policy + "PenstockVeto 70115 ");
        assertThat(file.flows())
                .containsExactly(
                        "permitted INBOUND FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4 70110 192.168.7.20:3389"
                                + " 192.168.7.9:51000",
                        "blocked OUTBOUND FWPM_LAYER_ALE_AUTH_CONNECT_V4 70102 192.168.7.20:50111 203.0.113.5:23",
                        "permitted OUTBOUND FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4 0 0.0.0.0:5353 :0",
                        "blocked INBOUND FWPM_LAYER_ALE_AUTH_LISTEN_V6 70113 :::8443 :0");
        assertThat(numbers(file)).containsExactly(9002L, 9003L, 9005L, 9007L, 9008L, 9009L);
        DiscardBatch batch = file.discardBatches().getFirst();
        assertThat(batch.getHost()).isEqualTo("WS7.example");
        assertThat(batch.getSource()).isEqualTo("windows:Security").isEqualTo(batch.getOriginTopic());
        assertThat(batch.getPolicyVersion()).isEmpty();
        assertThat(batch.getCauses().get(2).getDiscardLayer()).isEqualTo("FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD");
        assertThat(batch.getCauses().get(1).getDiscardLayer()).isEqualTo("FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4_DISCARD");
        assertThat(file.flowBatches().getFirst().getSource()).isEqualTo("windows:Security");
        assertThat(file.flowBatches().getFirst().getFlows().get(1).getFilterOrigin())
                .isEqualTo("Quarantine Default");
    }

    @Test
    void shouldGiveEachTypeOfNetEventItsFate() throws Exception {
        ImportedFile file = ImportedFile.resource("netevents.xml");

        assertThat(file.discards())
                .containsExactly(
                        "0 OUTBOUND FWPM_LAYER_ALE_AUTH_CONNECT_V4 FWPS_DISCARD_FIREWALL_POLICY  70102 ",
                        "1 INBOUND FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6 FWPS_DISCARD_FIREWALL_POLICY  70103 ",
                        "0 OUTBOUND  FWPS_DISCARD_FIREWALL_POLICY  70105 ",
                        "1 INBOUND FWPM_LAYER_INBOUND_MAC_FRAME_ETHERNET FWPS_DISCARD_FIREWALL_POLICY  70107 ",
                        "1 INBOUND FWPM_LAYER_INBOUND_IPPACKET_V4 FWPS_DISCARD_IPSEC  70108 ");
        assertThat(file.flows()).hasSize(5);
        assertThat(file.counts().count(EventFate.DISCARD)).isEqualTo(2);
        assertThat(file.counts().count(EventFate.BLOCKED_CONNECTION)).isEqualTo(3);
        assertThat(file.counts().count(EventFate.CONNECTION)).isEqualTo(2);
        assertThat(file.counts().count(EventFate.UNDECIDED)).isEqualTo(3);
        assertThat(file.counts().hosts()).containsExactly("file.xml");
        assertThat(file.discardBatches().getFirst().getSource()).isEqualTo("windows:netevents");
    }

    @Test
    void shouldGiveEveryItemOneFate() throws Exception {
        for (String name : List.of("netevents.xml", "security.xml", "security-root.xml")) {
            ImportedFile file = ImportedFile.resource(name);
            long understood = file.report().all().taken() + file.report().all().approximated();
            long fates = List.of(EventFate.values()).stream()
                    .mapToLong(file.counts()::count)
                    .sum();

            assertThat(fates).as(name).isEqualTo(understood);
        }
    }

    @Test
    void shouldNotPublishWhatHasNoTime() throws Exception {
        String timeless =
                ImportedFile.logged(5152, 1, ENDS.split(",")).replace("\"@timestamp\": \"2026-03-04T05:06:07Z\", ", "");
        ImportedFile file = ImportedFile.of(timeless);

        assertThat(file.counts().count(EventFate.UNDATED)).isOne();
        assertThat(file.records()).isEmpty();
    }

    @Test
    void shouldCountNoPacketWhereTheLayerOfANetEventHasNone() throws Exception {
        String drop = ImportedFile.text("netevents.xml").replace("<layerId>48</layerId>", "<layerId>20</layerId>");
        assertThat(ImportedFile.of(drop).discards().getFirst()).startsWith("0 OUTBOUND FWPM_LAYER_STREAM_V4 ");

        String udp = ImportedFile.text("netevents.xml")
                .replaceFirst("<ipProtocol>6</ipProtocol>", "<ipProtocol>17</ipProtocol>");
        assertThat(ImportedFile.of(udp).discards().getFirst()).startsWith("1 OUTBOUND FWPM_LAYER_ALE_AUTH_CONNECT_V4 ");
    }

    @Test
    void shouldKeepTheNameOfALayerThatIsNotKnown() throws Exception {
        String unknown = ENDS.replace("%%14611", "%%14700").replace("LayerRTID=48", "LayerRTID=90");
        assertThat(ImportedFile.of(ImportedFile.logged(5152, 1, unknown.split(",")))
                        .discards()
                        .getFirst())
                .contains(" %%14700 ");
    }

    @Test
    void shouldKnowNetEventsAgainInAnotherExportThatOverlaps() throws Exception {
        String whole = ImportedFile.text("netevents.xml");
        String first = item(whole, 0);
        String second = item(whole, 1);
        List<Long> both = numbers(export(first, first, second));

        assertThat(both)
                .doesNotHaveDuplicates()
                .allSatisfy(number -> assertThat(number).isNegative());
        assertThat(numbers(export(first, first, second))).isEqualTo(both);
        assertThat(numbers(export(first, second))).containsExactly(both.get(0), both.get(2));
        assertThat(numbers(export(first.replace("70102", "70103")))).doesNotContainAnyElementsOf(both);
    }

    @Test
    void shouldPutHostsApartAndTakeTheNameThatIsGiven() throws Exception {
        String two = ImportedFile.logged(5152, 1, ENDS.split(","))
                + ImportedFile.logged(5152, 1, ENDS.split(",")).replace("WS7", "WS8");

        assertThat(ImportedFile.of(two).discardBatches())
                .extracting(DiscardBatch::getHost)
                .containsExactly("WS7", "WS8");
        assertThat(ImportedFile.of(two.getBytes(StandardCharsets.UTF_8), "one").discardBatches())
                .extracting(DiscardBatch::getHost)
                .containsExactly("one");
    }

    @Test
    void shouldHandOverALongFileInRecordsBelowTheBrokersLimit() throws Exception {
        String hostile = "x".repeat(5_000);
        String log = LongStream.range(0, 4_500)
                .mapToObj(number ->
                        ImportedFile.logged(5157, number, (ENDS + ",FilterOrigin=" + number + hostile).split(",")))
                .collect(Collectors.joining());
        ImportedFile file = ImportedFile.of(log);

        assertThat(file.discardBatches()).hasSizeGreaterThan(1);
        assertThat(numbers(file))
                .containsExactlyElementsOf(LongStream.range(0, 4_500).boxed().toList());
        assertThat(file.records())
                .allSatisfy(record ->
                        assertThat(io.penstock.schemas.AvroWire.encode(record)).hasSizeLessThan(1_000_000));
    }

    @Test
    void shouldEndWhereTheSinkRefuses() {
        EventImport events = new EventImport("pc", (topic, host, record) -> {
            throw new IOException("no room");
        });
        byte[] log = ImportedFile.logged(5152, 1, ENDS.split(",")).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> {
                    EventReader.read("log", new ByteArrayInputStream(log), "", events);
                    events.finish();
                })
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
    }

    private static String item(String export, int number) {
        String rest = export.substring(export.indexOf("<item>\n  <header>"));
        for (int i = 0; i < number; i++) {
            rest = rest.substring(rest.indexOf("<item>\n  <header>", 1));
        }
        return rest.substring(0, rest.indexOf("<item>\n  <header>", 1));
    }

    private static ImportedFile export(String... items) throws Exception {
        return ImportedFile.of("<netEvents>" + String.join("", items) + "</netEvents>");
    }

    private static List<Long> numbers(ImportedFile file) {
        List<Long> numbers = new ArrayList<>();
        file.discardBatches()
                .forEach(batch ->
                        batch.getDiscards().stream().map(Discard::getSequence).forEach(numbers::add));
        for (FlowBatch batch : file.flowBatches()) {
            assertThat(batch.getFlows()).extracting(FlowRecord::getSequence).doesNotHaveDuplicates();
        }
        return numbers;
    }
}

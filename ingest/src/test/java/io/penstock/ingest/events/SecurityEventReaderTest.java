// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.event.EventDirection;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.policy.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events 5150 to 5159 of the security log, in XML and as shippers write them in JSON (spec 8.4). */
class SecurityEventReaderTest {
    private static final String LOST_PORT = "<Data Name='SourcePort'>3389</Data>";

    @Test
    void shouldReadTheTenEventsWithAndWithoutARoot() throws Exception {
        EventFile file = EventFile.named("security.xml");

        assertThat(file.events())
                .extracting(one -> one.type() + " " + one.decision() + " " + one.filterId() + " " + one.recordId())
                .containsExactly(
                        "5156 PERMIT 70110 9001",
                        "5157 BLOCK 70102 9002",
                        "5152 BLOCK 70111 9003",
                        "5152 BLOCK 70112 9005",
                        "5158 PERMIT 0 9006",
                        "5155 BLOCK 70113 9007",
                        "5150 BLOCK 70114 9008",
                        "5153 BLOCK 70115 9009");
        assertThat(EventFile.named("security-root.xml").events())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
                .isEqualTo(file.events());
        assertThat(file.report().all()).isEqualTo(new EventCount(8, 0, 1, 1));
        assertThat(file.report().types().get("4624")).isEqualTo(new EventCount(0, 0, 0, 1));
        assertThat(file.report().notes()).singleElement().satisfies(note -> {
            assertThat(note.type()).isEqualTo("5159");
            assertThat(note.what()).isEqualTo("without FilterRTID");
            assertThat(note.lost()).isTrue();
        });
    }

    @Test
    void shouldTellABlockedConnectionWhole() throws Exception {
        RecordedEvent blocked = EventFile.named("security.xml").events().get(1);
        NetEventHeader header = blocked.event().header();

        assertThat(blocked.host()).isEqualTo("WS7.example");
        assertThat(blocked.processId()).isEqualTo(4711);
        assertThat(blocked.filterOrigin()).isEqualTo("Quarantine Default");
        assertThat(blocked.interfaceIndex()).isEqualTo(12);
        assertThat(blocked.layer()).contains(Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow());
        assertThat(blocked.event().body())
                .isEqualTo(new NetEventBody.ClassifyDrop(70102, 48, 0, 0, 0, EventDirection.OUT, false, "", 0, 0));
        assertThat(header.timeNanos()).isEqualTo(1_772_600_767_089_123_400L);
        assertThat(header.appId()).isEqualTo("\\device\\harddiskvolume3\\tools\\probe.exe");
        assertThat(ends(blocked)).isEqualTo("192.168.7.20:50111 203.0.113.5:23");
    }

    @Test
    @SpecRule("11 C18")
    void shouldKnowTheLocalEndOfADroppedPacketByEarlierConnections() throws Exception {
        List<RecordedEvent> events = EventFile.named("security.xml").events();

        assertThat(ends(events.get(0)))
                .as("source is local, though inbound")
                .isEqualTo("192.168.7.20:3389 192.168.7.9:51000");
        assertThat(ends(events.get(2))).as("by endpoint").isEqualTo("192.168.7.20:3389 192.168.7.9:51001");
        assertThat(ends(events.get(3))).as("by address").isEqualTo("192.168.7.20:445 203.0.113.66:40000");
    }

    @Test
    @SpecRule("11 C18")
    void shouldTakeTheSourceForTheSenderWhereNothingIsKnown() throws Exception {
        String alone = EventFile.text("security.xml")
                .lines()
                .filter(line -> line.contains(">9003<"))
                .findFirst()
                .orElseThrow();

        assertThat(ends(EventFile.of(alone).events().getFirst())).isEqualTo("192.168.7.20:3389 192.168.7.9:51001");
        String out = alone.replace("%%14592", "%%14593");
        assertThat(ends(EventFile.of(out).events().getFirst())).isEqualTo("192.168.7.9:51001 192.168.7.20:3389");
    }

    @Test
    void shouldTellTheDiscardLayerByItsIdAndTheVetoByTheEvent() throws Exception {
        List<RecordedEvent> events = EventFile.named("security.xml").events();

        assertThat(events.get(3).layer().orElseThrow().key()).isEqualTo("FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD");
        assertThat(events.get(3).filterOrigin()).isEqualTo("Stealth");
        assertThat(events)
                .extracting(RecordedEvent::veto)
                .containsExactly(false, false, false, false, false, false, false, true);
        assertThat(events.get(6).event().body())
                .isEqualTo(new NetEventBody.ClassifyDropMac(
                        0x020000000720L, 0x020000000799L, 0, 6, 2054, 0, 70114, 56, EventDirection.IN));
    }

    @Test
    void shouldGoByTheLayersNameWhereItsIdIsMissing() throws Exception {
        String text = EventFile.text("security.xml").replace("<Data Name='LayerRTID'>48</Data>", "");
        EventFile file = EventFile.of(text);

        assertThat(file.events().get(1).layer())
                .contains(Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow());
        assertThat(file.report().types().get("5157")).isEqualTo(new EventCount(0, 1, 0, 0));
    }

    @Test
    void shouldTakeAnEventThatLacksAPort() throws Exception {
        EventFile file = EventFile.of(EventFile.text("security.xml").replace(LOST_PORT, ""));

        assertThat(file.events().getFirst().event().header().localPort()).isZero();
        assertThat(file.events().getFirst().decision()).isEqualTo(Decision.PERMIT);
    }

    @Test
    void shouldReadTheJsonOfEveryShipperAsTheXml() throws Exception {
        RecordedEvent xml = EventFile.named("security.xml").events().get(1);
        EventFile json = EventFile.named("security.jsonl");

        assertThat(json.report().all()).isEqualTo(new EventCount(5, 0, 0, 0));
        assertThat(json.events())
                .hasSize(5)
                .allSatisfy(one -> assertThat(one)
                        .usingRecursiveComparison()
                        .ignoringFields("line", "item")
                        .isEqualTo(xml));
        assertThat(json.events()).extracting(RecordedEvent::line).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldReadPowerShellsArrayAndNotGuessTheOrderOfUnknownProperties() throws Exception {
        EventFile file = EventFile.named("convertto.json");

        assertThat(file.events()).singleElement().satisfies(one -> {
            assertThat(ends(one)).isEqualTo("192.168.7.20:50111 203.0.113.5:23");
            assertThat(one.event().header().timeNanos()).isEqualTo(1_772_600_767_089_000_000L);
        });
        assertThat(file.report().all()).isEqualTo(new EventCount(1, 0, 1, 0));
    }

    private static String ends(RecordedEvent event) {
        NetEventHeader header = event.event().header();
        return header.localAddress() + ":" + header.localPort() + " " + header.remoteAddress() + ":"
                + header.remotePort();
    }
}

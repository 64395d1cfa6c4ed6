// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.classify.EndpointEvent;
import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.event.AuditRoles.End;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which audit events there are and what stands in them (spec 8.4). */
class AuditEventTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";

    @Test
    void shouldTellABlockedInboundConnectionOnceAndEachOfItsPackets() {
        EventBench bench = new EventBench(
                new PolicySketch().permit("b", "INBOUND_IPPACKET_V4").block("no", ACCEPT));
        bench.send(inbound(tcp(SYN))).send(inbound(tcp(ACK))).send(inbound(tcp(ACK)));

        assertThat(bench.auditLines())
                .containsExactlyInAnyOrder(
                        "5157 layer 44 filter 2",
                        "5152 layer 44 filter 2",
                        "5152 layer 44 filter 2",
                        "5152 layer 44 filter 2");
    }

    @Test
    void shouldTellAPermittedConnectionOnceAndWithFilterZeroWhereNoneMatched() {
        EventBench bench = new EventBench(new PolicySketch());
        bench.send(inbound(udp())).send(inbound(udp()));

        assertThat(bench.auditLines()).containsExactly("5156 layer 44 filter 0");
        assertThat(bench.audits.getFirst().type().isSuccess()).isTrue();
    }

    @Test
    void shouldNameTheProcessOfTheLocalSocketWhereItIsKnown() {
        SocketKnowledge browser = SocketKnowledge.ofProcess(4_711, "\\Device\\App.exe", "S-1-5-18", false);
        EventBench bench = new EventBench(new PolicySketch().block("no", CONNECT));

        bench.send(udp(), browser);

        assertThat(bench.audits).extracting(AuditEvent::type).contains(AuditEventType.CONNECTION_BLOCKED);
        assertThat(bench.audits).allSatisfy(audit -> {
            assertThat(audit.field("ProcessId") + audit.field("ProcessID")).isEqualTo("4711");
            assertThat(audit.field("Application")).isEqualTo("\\device\\app.exe");
        });
        assertThat(bench.net).isNotEmpty().allSatisfy(event -> {
            assertThat(event.header().appId()).isEqualTo("\\device\\app.exe");
            assertThat(event.header().userId()).isEqualTo("S-1-5-18");
            assertThat(event.header().packageSid()).isEqualTo("S-1-0-0");
            assertThat(event.header().flags())
                    .contains(NetEventFlag.APP_ID_SET, NetEventFlag.USER_ID_SET, NetEventFlag.PACKAGE_ID_SET);
        });
    }

    @Test
    void shouldNotTellAReauthorisationAsAConnection() {
        EventBench bench = new EventBench(new PolicySketch().permit("yes", ACCEPT));
        bench.send(inbound(udp()));
        bench.activate(new PolicySketch().permit("again", ACCEPT)).send(inbound(udp()));

        assertThat(bench.auditLines()).containsExactly("5156 layer 44 filter 1");
    }

    @Test
    void shouldTellBindsOfConnectionsThatGoOut() {
        EventBench bench = new EventBench(new PolicySketch().block("no", "ALE_RESOURCE_ASSIGNMENT_V4"));
        bench.send(udp());

        assertThat(bench.auditLines()).containsExactly("5159 layer 36 filter 1");
    }

    @Test
    void shouldTellBindsAndListensOfSockets() {
        EventBench bench = new EventBench(new PolicySketch().block("no", "ALE_AUTH_LISTEN_V4"));
        bench.event(EndpointEvent.Bound::new, tcp(0).from("10.0.0.1", 80).to("0.0.0.0", 0));
        bench.event(EndpointEvent.Listening::new, tcp(0).from("10.0.0.1", 80).to("0.0.0.0", 0));

        assertThat(bench.auditLines()).containsExactly("5158 layer 36 filter 0", "5155 layer 40 filter 1");
        assertThat(bench.audits.getLast().fields())
                .containsExactlyEntriesOf(fields(
                        "ProcessId", "0",
                        "Application", "-",
                        "SourceAddress", "10.0.0.1",
                        "SourcePort", "80",
                        "Protocol", "6",
                        "FilterRTID", "1",
                        "LayerName", "%%14609",
                        "LayerRTID", "40"));
    }

    @Test
    void shouldTellVetoesApart() {
        PolicySketch policy = new PolicySketch()
                .sublayer("hi", 9)
                .hardPermit("sure", "OUTBOUND_TRANSPORT_V4")
                .hardPermit("sure-mac", "OUTBOUND_MAC_FRAME_ETHERNET")
                .sublayer("lo", 1)
                .filter(
                        "veto",
                        "OUTBOUND_TRANSPORT_V4",
                        new Action.Block(),
                        Set.of(FilterFlag.CLEAR_ACTION_RIGHT),
                        PolicySketch.remotePort(80))
                .filter(
                        "veto-mac",
                        "OUTBOUND_MAC_FRAME_ETHERNET",
                        new Action.Block(),
                        Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        EventBench bench = new EventBench(policy);
        bench.send(udp()).send(udp().to("192.0.2.9", 81));

        assertThat(bench.auditLines()).contains("5153 layer 16 filter 3");
        assertThat(bench.audits).extracting(a -> a.type().id()).contains(5151);
    }

    @Test
    void shouldTellADropAtAMacLayerWithTheFieldsOfItsType() {
        EventBench bench = new EventBench(new PolicySketch().block("no", "INBOUND_MAC_FRAME_ETHERNET"));
        bench.send(TestPacket.arp().inbound());

        assertThat(bench.audits).singleElement().satisfies(audit -> {
            assertThat(audit.type()).isEqualTo(AuditEventType.MAC_BLOCKED);
            assertThat(audit.fields().keySet())
                    .containsExactlyElementsOf(audit.type().fields());
            assertThat(audit.field("SourceAddress")).isEqualTo("02-00-00-00-00-01");
            assertThat(audit.field("EtherType")).isEqualTo("2054");
            assertThat(audit.field("LayerName")).isEqualTo("%%14602");
        });
    }

    @Test
    void shouldTellNoDropOfAStreamsBytesAsAPacket() {
        EventBench bench = new EventBench(new PolicySketch().block("no", "STREAM_V4"));
        bench.send(tcp(SYN)).send(tcp(ACK).payload("hello"));

        assertThat(bench.audits).extracting(a -> a.type().id()).doesNotContain(5152);
    }

    @Test
    @SpecRule("11 P20")
    void shouldTellABlockAtADiscardLayerByThatLayerAndTheStealthFilter() {
        EventBench bench = new EventBench(new PolicySketch()
                .terminating(
                        "stealth", "INBOUND_TRANSPORT_V4_DISCARD", "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP"));
        bench.event(EndpointEvent.NoEndpoint::new, inbound(tcp(SYN)));

        assertThat(bench.auditLines()).containsExactly("5152 layer 13 filter 1");
        assertThat(bench.audits.getFirst().field("FilterOrigin")).isEqualTo("Stealth");
        assertThat(bench.recorded().discards).hasSize(1);
    }

    @Test
    @SpecRule("11 C18")
    void shouldNameTheLocalEndOfAConnectionAndTheSenderOfAPacketAsSource() {
        EventBench bench = new EventBench(new PolicySketch().block("no", ACCEPT).block("out", CONNECT));
        bench.send(inbound(udp()));

        AuditEvent connection = of(bench, AuditEventType.CONNECTION_BLOCKED);
        assertThat(connection.field("Direction")).isEqualTo("%%14592");
        assertThat(connection.field("SourceAddress")).isEqualTo("10.0.0.1");
        assertThat(connection.field("SourcePort")).isEqualTo("80");
        assertThat(connection.field("DestAddress")).isEqualTo("192.0.2.9");
        AuditEvent packet = of(bench, AuditEventType.PACKET_DROPPED);
        assertThat(packet.field("SourceAddress")).isEqualTo("192.0.2.9");
        assertThat(packet.field("DestPort")).isEqualTo("80");

        bench.audits.clear();
        bench.send(udp());
        assertThat(of(bench, AuditEventType.CONNECTION_BLOCKED).field("SourceAddress"))
                .isEqualTo("10.0.0.1");
        assertThat(of(bench, AuditEventType.PACKET_DROPPED).field("Direction")).isEqualTo("%%14593");
    }

    @Test
    @SpecRule("11 C18")
    void shouldFindTheLocalEndOfADroppedPacketByKnownEndpoints() {
        EventBench bench = new EventBench(new PolicySketch().block("no", ACCEPT));
        bench.send(inbound(udp()));
        AuditEvent packet = of(bench, AuditEventType.PACKET_DROPPED);
        AuditEvent connection = of(bench, AuditEventType.CONNECTION_BLOCKED);

        assertThat(AuditRoles.local(packet, (address, port) -> address.equals("10.0.0.1") && port.equals("80")))
                .isEqualTo(End.DESTINATION);
        assertThat(AuditRoles.local(packet, (address, port) -> address.equals("192.0.2.9")))
                .as("what is known goes before the direction")
                .isEqualTo(End.SOURCE);
        assertThat(AuditRoles.local(packet, (address, port) -> false))
                .as("the source is the sender")
                .isEqualTo(End.DESTINATION);
        assertThat(AuditRoles.local(connection, (address, port) -> address.equals("192.0.2.9")))
                .as("a connection's source is local")
                .isEqualTo(End.SOURCE);
    }

    @Test
    void shouldKnowEveryEventOfTheTableAndItsFields() {
        assertThat(AuditEventType.of(5150)).contains(AuditEventType.MAC_BLOCKED);
        assertThat(AuditEventType.of(5148)).isEmpty();
        assertThat(AuditEventType.CONNECTION_BLOCKED.requiredFields())
                .isEqualTo(AuditEventType.CONNECTION_PERMITTED.requiredFields())
                .endsWith("RemoteUserID", "RemoteMachineID");
        assertThat(AuditEventType.CONNECTION_BLOCKED.optionalFields())
                .containsExactly("FilterOrigin", "InterfaceIndex");
        assertThat(AuditEventType.PACKET_VETOED.fields()).isEqualTo(AuditEventType.PACKET_DROPPED.fields());
        assertThat(AuditEventType.LISTEN_BLOCKED.title()).isEqualTo("listen blocked");
        assertThat(AuditEventType.LISTEN_BLOCKED.task()).isEqualTo("12810");
        assertThat(AuditEventType.MAC_BLOCKED.task()).isEmpty();
    }

    @Test
    void shouldRefuseAnEventWhoseFieldsAreNotItsTypes() {
        assertThatThrownBy(() -> new AuditEvent(AuditEventType.BIND_BLOCKED, 0, "h", Map.of()))
                .hasMessageContaining("5159 without ProcessId");
    }

    @Test
    void shouldKeepALayerNameThatIsNotKnownAsText() {
        assertThat(LayerName.of(Layer.byKey("ALE_AUTH_CONNECT_V6_DISCARD").orElseThrow())
                        .text())
                .isEqualTo("%%14611");
        assertThat(new LayerName("%%14597").families()).containsExactly("INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT");
        assertThat(new LayerName("%%14999").families()).isEmpty();
        assertThat(new LayerName("%%14999").text()).isEqualTo("%%14999");
        Layer unnamed = Layer.byKey("FWPM_LAYER_IKEEXT_V4").orElseThrow();
        assertThat(LayerName.of(unnamed).text()).isEqualTo(unnamed.key());
    }

    private static AuditEvent of(EventBench bench, AuditEventType type) {
        return bench.audits.stream()
                .filter(audit -> audit.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static TestPacket inbound(TestPacket packet) {
        return packet.from("192.0.2.9", 9).to("10.0.0.1", 80).inbound();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.flowstatistics;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.FIN;
import static io.penstock.engine.packet.TestPacket.PSH;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.worker.PolicyRun;
import org.junit.jupiter.api.Test;

/** What the flow statistics say of flows. */
class FlowStatisticsTest {
    private static final String POLICY = """
        policy: statistics
        callouts: [ { calloutKey: penstock-flow-statistics } ]
        providerContexts:
          - { providerContextKey: c, type: FWPM_GENERAL_CONTEXT, data: { DATA } }
        filters:
          - filterKey: count
            layerKey: [FWPM_LAYER_ALE_AUTH_CONNECT_V4, FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4]
            subLayerKey: FWPM_SUBLAYER_INSPECTION
            action: { type: FWP_ACTION_CALLOUT_INSPECTION, calloutKey: penstock-flow-statistics }
            providerContextKey: c
        """;

    private static PolicyRun run(String data) throws PolicyErrors {
        return new PolicyRun(POLICY.replace("DATA", data), new FlowStatistics());
    }

    @Test
    void shouldTellTheFiguresOfATcpConnectionBothWays() throws PolicyErrors {
        PolicyRun run = run("");
        run.send(tcp(SYN).from("10.0.0.1", 40_000).to("192.0.2.9", 80).at(1_000));
        run.send(tcp(SYN | ACK)
                .from("192.0.2.9", 80)
                .to("10.0.0.1", 40_000)
                .inbound()
                .at(1_100));
        run.send(tcp(PSH | ACK)
                .from("10.0.0.1", 40_000)
                .to("192.0.2.9", 80)
                .payload("hello")
                .at(1_200));
        run.send(tcp(FIN | ACK)
                .from("192.0.2.9", 80)
                .to("10.0.0.1", 40_000)
                .inbound()
                .at(1_500));
        assertThat(run.events.flowFindings).as("it is not over").isEmpty();
        run.end();

        assertThat(run.events.flowFindings)
                .singleElement()
                .asString()
                .startsWith(
                        "penstock-flow-statistics tcp: 2 packets, 113 bytes out; 2 packets, 108 bytes in; 0.500000 s;"
                                + " flags SPA out, FSA in {packetsOut=2, bytesOut=113, packetsIn=2, bytesIn=108,"
                                + " startNanos=")
                .contains("durationNanos=500000000, tcpFlagsOut=26, tcpFlagsIn=19}");
    }

    @Test
    void shouldCountAFlowThatAPeerBegan() throws PolicyErrors {
        PolicyRun run = run("");
        run.send(udp().from("192.0.2.9", 5_000).to("10.0.0.1", 53).payload("q").inbound());
        run.send(udp().from("10.0.0.1", 53).to("192.0.2.9", 5_000).payload("a"));
        run.end();

        assertThat(run.events.flowFindings)
                .singleElement()
                .asString()
                .contains("udp: 1 packets, 43 bytes out; 1 packets, 43 bytes in")
                .doesNotContain("tcpFlags");
    }

    @Test
    void shouldLeaveOutFlowsThatAreSmallerThanItsContextAsksFor() throws PolicyErrors {
        PolicyRun run = run("leastPackets: 2, leastBytes: 90");
        run.send(udp().from("10.0.0.1", 1)
                .to("192.0.2.9", 53)
                .payload("one packet, and many bytes in it, more than ninety"));
        run.send(udp().from("10.0.0.1", 2).to("192.0.2.9", 53));
        run.send(udp().from("10.0.0.1", 2).to("192.0.2.9", 53));
        run.send(udp().from("10.0.0.1", 3).to("192.0.2.9", 53).payload("fifty"));
        run.send(udp().from("10.0.0.1", 3).to("192.0.2.9", 53).payload("fifty"));
        run.end();

        assertThat(run.events.flowFindings).singleElement().asString().contains("2 packets, 94 bytes out");
    }

    @Test
    void shouldBeRefusedWhereItCannotCount() {
        assertThatThrownBy(() -> run("leastPackets: 0, leastByte: 1"))
                .hasMessage("test.yaml:4:80: FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: penstock-flow-statistics: "
                        + "leastPackets is 0 — expected a number from 1 to 2147483647\n"
                        + "test.yaml:4:94: FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: penstock-flow-statistics: "
                        + "unknown key leastByte — expected leastPackets, leastBytes");
        String elsewhere = POLICY.replace("DATA", "")
                .replace("FWPM_LAYER_ALE_AUTH_CONNECT_V4", "FWPM_LAYER_OUTBOUND_IPPACKET_V4")
                .replace("subLayerKey: FWPM_SUBLAYER_INSPECTION", "subLayerKey: FWPM_SUBLAYER_UNIVERSAL")
                .replace("CALLOUT_INSPECTION", "CALLOUT_TERMINATING");
        assertThatThrownBy(() -> new PolicyRun(elsewhere, new FlowStatistics()))
                .hasMessageContainingAll(
                        "there are no flows at FWPM_LAYER_OUTBOUND_IPPACKET_V4",
                        "it decides nothing as FWP_ACTION_CALLOUT_TERMINATING — expected"
                                + " FWP_ACTION_CALLOUT_INSPECTION");
    }
}

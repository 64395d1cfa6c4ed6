// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.stream.state.StateTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's packets meet that are captured after its capture has ended: the same, whenever what waited of that is answered. */
class NextCaptureTest {
    private static final String PENDED = Topics.pended(TestPolicies.CALLOUT);
    private static final long NEXT = UdpTraffic.INCARNATION + 1;

    @TempDir
    private Path directory;

    private final UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);

    /** What came out, in an order of its own. */
    private record Outcome(List<String> verdicts, List<String> flows) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBeginAnewWheneverWhatWaitsOfTheCaptureBeforeIsAnswered(boolean restoring) {
        Outcome inTime = run("in-time", restoring, true);
        Outcome late = run("late", restoring, false);

        assertThat(late).isEqualTo(inTime);
        assertThat(late.flows())
                .as("each capture has flows of its own")
                .contains(
                        "7 STARTED 4000 0",
                        "7 END_OF_CAPTURE 4000 1",
                        "7 END_OF_CAPTURE 4001 1",
                        "8 STARTED 4000 0",
                        "8 END_OF_CAPTURE 4000 3",
                        "8 END_OF_CAPTURE 4001 1");
    }

    private Outcome run(String name, boolean restoring, boolean answeredInTime) {
        try (EngineDriver driver = start(name, restoring)) {
            driver.packets(traffic.packet(1, 4_000, TestPolicies.PENDED_PORT)
                    .packet(2, 4_001, TestPolicies.PENDED_PORT + 1)
                    .batch());
            PendedPacket waiting = pended(driver).getFirst();
            if (answeredInTime) {
                driver.complete(waiting, CompletionKind.PERMIT);
            }
            driver.packets(status(UdpTraffic.INCARNATION, AgentStatusKind.END));
            driver.packets(next(traffic.packet(1, 4_001, TestPolicies.PENDED_PORT + 1)));
            driver.packets(next(traffic.packet(2, 4_000, TestPolicies.PENDED_PORT)));
            driver.packets(next(traffic.packet(3, 4_000, TestPolicies.PENDED_PORT)));
            driver.packets(TestPolicies.activation(10, 2));
            if (!answeredInTime) {
                driver.complete(waiting, CompletionKind.PERMIT);
            }
            driver.packets(next(traffic.packet(4, 4_000, TestPolicies.PENDED_PORT)));
            List<PendedPacket> open = pended(driver);
            while (!open.isEmpty()) {
                open.forEach(one -> driver.complete(one, CompletionKind.PERMIT));
                open = pended(driver);
            }
            driver.packets(status(NEXT, AgentStatusKind.END));
            assertThat(driver.isEmpty(StateTable.FLOWS)).isTrue();
            return new Outcome(driver.verdicts().stream().sorted().toList(), flows(driver));
        }
    }

    private static List<PendedPacket> pended(EngineDriver driver) {
        return driver.read(PENDED, PendedPacket.class);
    }

    /** Incarnation, what became of the flow, local port, packets. */
    private static List<String> flows(EngineDriver driver) {
        return driver.read(Topics.FLOWS, FlowBatch.class).stream()
                .flatMap(batch -> batch.getFlows().stream()
                        .map(flow -> batch.getIncarnation() + " " + flow.getState() + " " + flow.getLocalPort() + " "
                                + flow.getPacketsOut()))
                .sorted()
                .toList();
    }

    private EngineDriver start(String name, boolean restoring) {
        EngineDriver driver = new EngineDriver(directory.resolve(name), Map.of(), restoring);
        driver.packets(new CalloutRegistered(
                TestPolicies.CALLOUT, CalloutMode.OUT_OF_BAND, true, true, 0L, CalloutDelivery.SHARED, 0, false));
        driver.packets(TestPolicies.activation(9, 1));
        return driver;
    }

    private static PacketBatch next(UdpTraffic added) {
        PacketBatch batch = added.batch();
        batch.setIncarnation(NEXT);
        return batch;
    }

    private static AgentStatus status(long incarnation, AgentStatusKind kind) {
        return new AgentStatus(
                UdpTraffic.AGENT, UdpTraffic.AGENT, incarnation, kind, 3_000_000L, 3L, 3L, 0L, 0L, 90L, 3L);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.FIN;
import static io.penstock.engine.packet.TestPacket.PSH;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.FlowReporter;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.policy.Layer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Reports on flows that a callout has marked: when nothing more can come of the flow, and once. */
class FlowReportTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";

    /** Marks each flow once and reports its counts. */
    private record Counter(Function<FlowState, Finding> reporting, boolean forgets) implements FlowReporter {
        @Override
        public String key() {
            return "counter";
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            out.action(CalloutAction.CONTINUE);
            if (in.flowContext() == 0 && !forgets) {
                out.associateFlowContext(in.layer(), 5);
            } else if (in.flowContext() != 0) {
                out.removeFlowContext(in.layer());
            }
        }

        @Override
        public Finding report(FlowState flow, Layer layer, long flowContext) {
            return reporting.apply(flow);
        }
    }

    private static Finding counts(FlowState flow) {
        return new Finding(
                "counts",
                flow.packetsOut() + "+" + flow.packetsIn() + " " + flow.tcpFlagsOut() + "/" + flow.tcpFlagsIn() + " "
                        + (flow.lastPacketNanos() - flow.startNanos()) / 1_000_000);
    }

    private static EngineBench bench(Function<FlowState, Finding> reporting) {
        return new EngineBench(new PolicySketch().inspect("count", CONNECT, "counter"), new Counter(reporting, false));
    }

    @SpecRule("5.6 F5")
    @Test
    void shouldReportOnAFlowWithWhatCameAfterItsEnd() {
        EngineBench bench = bench(FlowReportTest::counts);
        bench.send(tcp(SYN).at(0));
        bench.send(tcp(SYN | ACK)
                .from("192.0.2.9", 80)
                .to("10.0.0.1", 40_000)
                .inbound()
                .at(1));
        bench.send(tcp(ACK).at(2));
        bench.send(tcp(FIN | ACK).at(3));
        bench.send(tcp(FIN | ACK | PSH)
                .from("192.0.2.9", 80)
                .to("10.0.0.1", 40_000)
                .inbound()
                .at(4));
        assertThat(bench.events.contextsDeleted).as("its end was seen").hasSize(1);
        assertThat(bench.events.flowFindings)
                .as("the last acknowledgement is yet to come")
                .isEmpty();

        bench.send(tcp(ACK).at(5));
        bench.endOfCapture();
        assertThat(bench.events.flowFindings)
                .containsExactly("counter counts: 4+2 " + (SYN | ACK | FIN) + "/" + (SYN | ACK | FIN | PSH) + " 5 {}");
        bench.endOfCapture();
        assertThat(bench.events.flowFindings).hasSize(1);
    }

    @Test
    void shouldReportWhenAnotherConnectionTakesTheTupleOrTheFlowIsFoundIdle() {
        EngineBench bench = bench(FlowReportTest::counts);
        bench.send(tcp(SYN).sequence(1).at(0));
        bench.send(tcp(SYN).sequence(77).at(10));
        assertThat(bench.events.flowFindings).containsExactly("counter counts: 1+0 2/0 0 {}");
        bench.send(udp().at(0));
        bench.send(udp().at(61_000));
        assertThat(bench.events.flowFindings.getLast()).isEqualTo("counter counts: 1+0 0/0 0 {}");
    }

    @Test
    void shouldReportOnNoFlowThatNeverCameToBeOrHasNoMark() {
        EngineBench blocked = new EngineBench(
                new PolicySketch().inspect("count", CONNECT, "counter").block("no", CONNECT),
                new Counter(FlowReportTest::counts, false));
        blocked.send(tcp(SYN));
        blocked.endOfCapture();
        EngineBench unmarked = new EngineBench(
                new PolicySketch().inspect("count", CONNECT, "counter"), new Counter(FlowReportTest::counts, true));
        unmarked.send(tcp(SYN));
        unmarked.endOfCapture();

        assertThat(blocked.events.flowFindings).isEmpty();
        assertThat(unmarked.events.flowFindings).isEmpty();
    }

    @Test
    void shouldSayNothingWhereThereIsNothingToReportAndTellOfAReportThatFails() {
        EngineBench silent = bench(flow -> null);
        silent.send(tcp(SYN));
        silent.endOfCapture();
        assertThat(silent.events.flowFindings).isEmpty();

        EngineBench failing = bench(flow -> {
            throw new IllegalStateException("broken");
        });
        failing.send(tcp(SYN));
        failing.endOfCapture();
        assertThat(failing.events.contractErrors).anyMatch(text -> text.contains(ContractError.FAILED.key()));
        assertThat(failing.events.ended).hasSize(1);
    }
}

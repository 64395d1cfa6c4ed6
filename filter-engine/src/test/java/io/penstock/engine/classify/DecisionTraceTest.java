// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace.Consulted;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.PacketSyntaxException;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a trace tells: every filter that was tried and why it matched or not, what it came to, and how sublayers combined. */
class DecisionTraceTest {
    private static final String LAYER = "FWPM_LAYER_ALE_AUTH_CONNECT_V4";
    private static final ArbitrationCase.Stub VETOES = new ArbitrationCase.Stub(
            true,
            new ArbitrationCase.Answer(CalloutAction.BLOCK, true, true),
            new ArbitrationCase.Answer(CalloutAction.BLOCK, true, true));

    private final FieldValues values = new FieldValues();
    private final PolicySketch sketch = new PolicySketch();

    @Test
    void shouldTellOfEveryFilterTriedWithBothValuesOfItsConditions() {
        values.setNumber(Field.IP_REMOTE_PORT, 443);
        sketch.block("telnet", LAYER, PolicySketch.remotePort(23), PolicySketch.protocol(6));
        sketch.permit("web", LAYER, PolicySketch.remotePort(443));

        List<Step.Tried> tried = of(Step.Tried.class, Map.of());

        assertThat(tried).extracting(Step.Tried::filterKey).containsExactly("telnet", "web");
        assertThat(tried).extracting(Step.Tried::matched).containsExactly(false, true);
        assertThat(tried.getFirst().conditions())
                .extracting(c -> c.held() + " " + c.fieldValue().text() + " "
                        + c.conditionValue().text())
                .containsExactly("false 443 23", "false FWP_EMPTY 6");
    }

    @Test
    void shouldTellOfTheRightBeforeAndAfterAndOfAVeto() {
        sketch.sublayer("high", 9).hardPermit("allow", LAYER);
        sketch.sublayer("low", 1).terminating("ask", LAYER, "callout");

        List<Step.Combined> combined = of(Step.Combined.class, Map.of("callout", VETOES));

        assertThat(combined)
                .containsExactly(
                        new Step.Combined("high", "allow", null, true, CalloutAction.PERMIT, false, true, false),
                        new Step.Combined(
                                "low", "ask", CalloutAction.PERMIT, false, CalloutAction.BLOCK, false, true, true));
    }

    @Test
    void shouldTellOfSublayersInOrderAndOfFiltersNotTriedByTheirAbsence() {
        sketch.sublayer("low", 1).permit("b", LAYER);
        sketch.sublayer("high", 9).block("a", LAYER).permit("never", LAYER);

        List<Step> steps = steps(Map.of());

        assertThat(steps)
                .filteredOn(Step.Entered.class::isInstance)
                .containsExactly(new Step.Entered("high", 9), new Step.Entered("low", 1));
        assertThat(steps)
                .filteredOn(Step.Tried.class::isInstance)
                .extracting(step -> ((Step.Tried) step).filterKey())
                .containsExactly("a", "b");
    }

    @Test
    void shouldTellWhyACalloutWasNotAsked() {
        sketch.inert("foreign").terminating("foreign-filter", LAYER, "foreign");
        sketch.inspect("absent-inspection", LAYER, "absent");
        sketch.terminating("absent-filter", LAYER, "absent");

        List<Step.Evaluated> evaluated = of(Step.Evaluated.class, Map.of());

        assertThat(evaluated)
                .extracting(Step.Evaluated::consulted)
                .containsExactly(Consulted.INERT, Consulted.UNREGISTERED, Consulted.UNREGISTERED);
        assertThat(evaluated)
                .extracting(Step.Evaluated::result)
                .containsExactly(CalloutAction.CONTINUE, CalloutAction.CONTINUE, CalloutAction.BLOCK);
        assertThat(of(Step.Invoked.class, Map.of())).isEmpty();
    }

    @Test
    void shouldTellOfACalloutThatWasAskedAndWhatItSaid() {
        sketch.terminating("ask", LAYER, "callout");

        List<Step.Evaluated> evaluated = of(Step.Evaluated.class, Map.of("callout", VETOES));

        assertThat(evaluated)
                .containsExactly(new Step.Evaluated(
                        "ask",
                        1,
                        "FWPM_SUBLAYER_UNIVERSAL",
                        Consulted.ASKED,
                        CalloutAction.BLOCK,
                        true,
                        true,
                        true,
                        true));
    }

    @Test
    void shouldTellThatAFlowsAuthorisationStandsAndWhichFilterGaveIt() throws PacketSyntaxException {
        sketch.permit("web", LAYER, PolicySketch.remotePort(443));

        assertThat(walked("tcp 10.0.0.5:4000 > 192.0.2.1:443 syn", "in tcp 192.0.2.1:443 > 10.0.0.5:4000 syn-ack"))
                .contains(new Step.Standing(LAYER, "web", false));
    }

    @Test
    void shouldTellOfABlockedFlowAndWhichLayersItsPacketsDoNotComeTo() throws PacketSyntaxException {
        sketch.block("no-web", LAYER, PolicySketch.remotePort(443));

        assertThat(walked("tcp 10.0.0.5:4000 > 192.0.2.1:443 syn"))
                .contains(new Step.Unvisited(List.of(
                        "FWPM_LAYER_STREAM_PACKET_V4",
                        "FWPM_LAYER_OUTBOUND_TRANSPORT_V4",
                        "FWPM_LAYER_OUTBOUND_IPPACKET_V4",
                        "FWPM_LAYER_OUTBOUND_MAC_FRAME_ETHERNET",
                        "FWPM_LAYER_OUTBOUND_MAC_FRAME_NATIVE")));
        assertThat(walked("tcp 10.0.0.5:4000 > 192.0.2.1:443 syn", "in tcp 192.0.2.1:443 > 10.0.0.5:4000 rst link=raw"))
                .contains(new Step.Standing(LAYER, "no-web", true))
                .contains(new Step.Unvisited(List.of("FWPM_LAYER_STREAM_PACKET_V4")));
    }

    @Test
    void shouldTellOfPendsAndOfTheClonesThatTakeTheirPlace() throws PacketSyntaxException {
        sketch.terminating("ask", "FWPM_LAYER_OUTBOUND_TRANSPORT_V4", "away");
        byte[] frame = PacketText.parse("udp 10.0.0.5:4000 > 192.0.2.9:53").frame();
        Callout away = ScriptedCallout.outOfBand("away", (in, out) -> {
            out.action(CalloutAction.BLOCK);
            out.absorb();
            out.inject(frame);
        });

        List<Step> steps = walked(List.of(away), "udp 10.0.0.5:4000 > 192.0.2.1:53");

        assertThat(steps)
                .containsSubsequence(
                        new Step.Pended("ask", "away"),
                        new Step.Answered("ask", "away", DecisionTrace.PendAnswer.REPLACE),
                        new Step.Injected("away"));
    }

    private List<Step> walked(String... lines) throws PacketSyntaxException {
        return walked(List.of(), lines);
    }

    /** What was traced of the last of these packets. */
    private List<Step> walked(List<Callout> code, String... lines) throws PacketSyntaxException {
        CalloutRegistry registry = new CalloutRegistry();
        code.forEach(one -> registry.register(CalloutRegistration.of(one)));
        LocalEvaluation evaluation = new LocalEvaluation(registry, (item, verdict) -> {});
        DecisionTrace trace = new DecisionTrace();
        evaluation.trace(trace);
        PolicyRevision revision = new PolicyRevision(sketch.policy(), 1);
        for (int i = 0; i < lines.length; i++) {
            RowBuffer rows = new RowBuffer();
            PacketText.parse(lines[i]).appendTo(rows, i);
            trace.clear();
            evaluation.evaluate(new Item()
                    .origin("", 0, i, 0)
                    .agent("host", "host", 1)
                    .packet(0, rows.rows(), 0, rows.quoted(), rows.frames(), revision));
        }
        return trace.steps();
    }

    private <T extends Step> List<T> of(Class<T> kind, Map<String, ArbitrationCase.Stub> stubs) {
        return steps(stubs).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Step> steps(Map<String, ArbitrationCase.Stub> stubs) {
        DecisionTrace trace = new DecisionTrace();
        ArbitrationCase.run(sketch.policy(), Layer.byKey(LAYER).orElseThrow(), values, stubs, trace);
        return trace.steps();
    }
}

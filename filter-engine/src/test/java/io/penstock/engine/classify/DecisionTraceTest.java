// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.DecisionTrace.Consulted;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
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

    private <T extends Step> List<T> of(Class<T> kind, Map<String, ArbitrationCase.Stub> stubs) {
        return steps(stubs).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Step> steps(Map<String, ArbitrationCase.Stub> stubs) {
        DecisionTrace trace = new DecisionTrace();
        ArbitrationCase.run(sketch.policy(), Layer.byKey(LAYER).orElseThrow(), values, stubs, trace);
        return trace.steps();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Outcome;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sections 4.2, 4.3 and 4.6 of the specification, a test for each sentence. Sublayers are asked by weight: high, middle, low. */
class ArbitrationRulesTest {
    private static final String LAYER = "FWPM_LAYER_ALE_AUTH_CONNECT_V4";
    private static final String STREAM = "FWPM_LAYER_STREAM_V4";

    private final FieldValues values = new FieldValues();
    private final Map<String, Stub> stubs = new LinkedHashMap<>();
    private final PolicySketch high = new PolicySketch().sublayer("high", 300);

    @Test
    @SpecRule("4.2 R-MATCH")
    void shouldConsiderOnlyEnabledFiltersWhoseConditionsHold() {
        values.setNumber(Field.IP_REMOTE_PORT, 80);
        high.block("other port", LAYER, PolicySketch.remotePort(443));
        high.filter("disabled", LAYER, new Action.Block(), Set.of(FilterFlag.DISABLED));
        high.filter("boot time", LAYER, new Action.Block(), Set.of(FilterFlag.BOOTTIME));
        high.permit("this port", LAYER, PolicySketch.remotePort(80));
        high.block("other layer", "FWPM_LAYER_ALE_AUTH_CONNECT_V6");

        Outcome outcome = run(LAYER);

        assertThat(outcome.evaluated()).containsExactly("this port");
        assertThat(outcome.finalAction()).isEqualTo("PERMIT");
    }

    @Test
    @SpecRule({"4.2 R-TIE", "11 P02"})
    void shouldBreakTiesByCreationOfSublayersAndByFilterId() {
        high.block("first", LAYER);
        high.sublayer("as heavy", 300).permit("second", LAYER);

        assertThat(run(LAYER).evaluated()).containsExactly("first", "second");
    }

    @Test
    @SpecRule("4.2 R-SUB")
    void shouldTakeTheFirstPermitOrBlockOfASublayerAndAskNoFurther() {
        stub("callout", CalloutAction.BLOCK, true);
        high.permit("first", LAYER).terminating("never", LAYER, "callout").block("nor this", LAYER);

        Outcome outcome = run(LAYER);

        assertThat(outcome.evaluated()).containsExactly("first");
        assertThat(outcome.invoked()).isEmpty();
        assertThat(outcome.decidingFilter()).isEqualTo("first");
    }

    @Test
    @SpecRule({"4.2 R-ALL-SUBLAYERS", "11 C01"})
    void shouldVisitEverySublayerAlsoAfterABlock() {
        stub("watch", CalloutAction.CONTINUE, false);
        high.block("block", LAYER);
        high.sublayer("low", 1).inspect("look", LAYER, "watch");

        Outcome outcome = run(LAYER);

        assertThat(outcome.invoked()).containsExactly("look");
        assertThat(outcome.finalAction()).isEqualTo("BLOCK");
    }

    @Test
    @SpecRule("4.2 R-SOFT")
    void shouldLetASoftPermitBeBlockedAndASoftBlockBePermittedBelow() {
        high.permit("soft permit", LAYER);
        high.sublayer("low", 1).block("block", LAYER);
        assertThat(run(LAYER).finalAction()).isEqualTo("BLOCK");

        stub("soft", CalloutAction.BLOCK, false);
        PolicySketch other = new PolicySketch().sublayer("high", 300).terminating("soft block", LAYER, "soft");
        other.sublayer("low", 1).permit("permit", LAYER);
        assertThat(run(other, LAYER).finalAction()).isEqualTo("PERMIT");
    }

    @Test
    @SpecRule({"4.2 R-HARD", "11 C02"})
    void shouldMakeAPermitHardWhereTheFlagIsSetAndAStaticBlockAlways() {
        high.hardPermit("hard permit", LAYER);
        high.sublayer("low", 1).block("block", LAYER);
        Outcome permit = run(LAYER);
        assertThat(permit.finalAction()).isEqualTo("PERMIT");
        assertThat(permit.right()).isFalse();

        PolicySketch other = new PolicySketch().sublayer("high", 300).block("block", LAYER);
        other.sublayer("low", 1).hardPermit("permit", LAYER);
        assertThat(run(other, LAYER).finalAction()).isEqualTo("BLOCK");
    }

    @Test
    @SpecRule("4.2 R-HARD")
    void shouldLeaveItToACalloutWhetherItsAnswerIsHard() {
        stub("open", CalloutAction.PERMIT, false);
        high.filter("flag alone", LAYER, new Action.CalloutTerminating("open"), Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        assertThat(run(LAYER).right()).isTrue();
        stub("open", CalloutAction.PERMIT, true);
        assertThat(run(LAYER).right()).isFalse();
    }

    @Test
    @SpecRule({"4.2 R-VETO", "11 C03"})
    void shouldLetCalloutsAndFlaggedStaticBlocksVetoAHardPermitAndNoOthers() {
        high.hardPermit("hard permit", LAYER);
        high.sublayer("middle", 200).block("plain block", LAYER);
        assertThat(run(LAYER).veto()).isFalse();

        high.sublayer("low", 1).filter("flagged", LAYER, new Action.Block(), Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        Outcome byFlag = run(LAYER);
        assertThat(byFlag.veto()).isTrue();
        assertThat(byFlag.decidingFilter()).isEqualTo("flagged");

        stub("callout", CalloutAction.BLOCK, false);
        PolicySketch other = new PolicySketch().sublayer("high", 300).hardPermit("hard permit", LAYER);
        other.sublayer("low", 1).unknown("ask", LAYER, "callout");
        assertThat(run(other, LAYER).veto()).isTrue();
    }

    @Test
    @SpecRule("4.2 R-VETO")
    void shouldCallNothingAVetoThatOverridesNoHardPermit() {
        high.permit("soft permit", LAYER);
        high.sublayer("low", 1).filter("flagged", LAYER, new Action.Block(), Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        assertThat(run(LAYER).veto()).isFalse();

        PolicySketch other = new PolicySketch().sublayer("high", 300).block("hard block", LAYER);
        other.sublayer("low", 1).filter("flagged", LAYER, new Action.Block(), Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        Outcome outcome = run(other, LAYER);
        assertThat(outcome.veto()).isFalse();
        assertThat(outcome.decidingFilter()).isEqualTo("hard block");
    }

    @Test
    @SpecRule({"4.2 R-DECIDING", "11 P03"})
    void shouldKeepTheFilterThatLastChangedTheAction() {
        high.permit("first", LAYER);
        high.sublayer("middle", 200).permit("equal", LAYER);
        assertThat(run(LAYER).decidingFilter()).isEqualTo("first");

        high.sublayer("low", 1).block("change", LAYER);
        assertThat(run(LAYER).decidingFilter()).isEqualTo("change");
    }

    @Test
    @SpecRule({"4.2 R-COMBINE", "11 P04"})
    void shouldHardenByAnEqualResultBelow() {
        high.permit("soft", LAYER);
        high.sublayer("middle", 200).hardPermit("hardens", LAYER);
        high.sublayer("low", 1).block("too late", LAYER);

        Outcome outcome = run(LAYER);

        assertThat(outcome.finalAction()).isEqualTo("PERMIT");
        assertThat(outcome.decidingFilter()).isEqualTo("soft");
        assertThat(outcome.right()).isFalse();
    }

    @Test
    @SpecRule({"4.2 R-DEFAULT", "11 P18"})
    void shouldDecideNothingWhereNothingMatches() {
        Outcome outcome = run(LAYER);

        assertThat(outcome.finalAction()).isEqualTo("NONE");
        assertThat(outcome.decidingFilter()).isNull();
        assertThat(outcome.right()).isTrue();
    }

    @Test
    @SpecRule("4.2 R-STREAM")
    void shouldEndTheChainAtABlockOfTheStreamLayerAndGiveTheRightNoMeaning() {
        stub("later", CalloutAction.PERMIT, true);
        high.hardPermit("hard means nothing", STREAM);
        high.sublayer("middle", 200).block("removes the bytes", STREAM);
        high.sublayer("low", 1).terminating("sees nothing", STREAM, "later");

        Outcome outcome = run(STREAM);

        assertThat(outcome.finalAction()).isEqualTo("BLOCK");
        assertThat(outcome.invoked()).isEmpty();
        assertThat(outcome.right()).isTrue();
    }

    @Test
    @SpecRule("4.3 R-TERMINATING")
    void shouldCountEveryOtherAnswerOfATerminatingCalloutAsBlock() {
        for (CalloutAction answer : CalloutAction.values()) {
            stub("callout", answer, false);
            PolicySketch sketch = new PolicySketch().terminating("ask", LAYER, "callout");
            sketch.permit("next", LAYER);
            String expected = answer == CalloutAction.PERMIT ? "PERMIT" : "BLOCK";
            assertThat(run(sketch, LAYER).finalAction()).as("%s", answer).isEqualTo(expected);
        }
    }

    @Test
    @SpecRule({"4.3 R-TERMINATING", "11 P06"})
    void shouldBlockForATerminatingCalloutThatAbstainsWithTheRightAndGoOnWithoutIt() {
        stub("silent", null, false);
        high.terminating("ask", LAYER, "silent").permit("next", LAYER);
        assertThat(run(LAYER).finalAction()).isEqualTo("BLOCK");

        PolicySketch other = new PolicySketch().sublayer("high", 300).hardPermit("hard permit", LAYER);
        other.sublayer("low", 1).terminating("ask", LAYER, "silent").block("next", LAYER);
        Outcome outcome = run(other, LAYER);
        assertThat(outcome.finalAction()).isEqualTo("PERMIT");
        assertThat(outcome.evaluated()).containsExactly("hard permit", "ask", "next");
    }

    @Test
    @SpecRule("4.3 R-INSPECTION")
    void shouldIgnoreWhateverAnInspectionCalloutReturns() {
        for (CalloutAction answer : CalloutAction.values()) {
            stub("watch", answer, true, true);
            PolicySketch sketch = new PolicySketch().sublayer("high", 300).inspect("look", LAYER, "watch");
            sketch.permit("next", LAYER);
            sketch.sublayer("low", 1).block("below", LAYER);
            Outcome outcome = run(sketch, LAYER);
            assertThat(outcome.finalAction()).isEqualTo("BLOCK");
            assertThat(outcome.decidingFilter()).isEqualTo("below");
            assertThat(outcome.absorbed()).isFalse();
            assertThat(outcome.evaluated()).containsExactly("look", "next", "below");
        }
    }

    @Test
    @SpecRule({"4.3 R-UNKNOWN", "11 P05"})
    void shouldGoOnForEveryAnswerOfAnUnknownCalloutButPermitAndBlock() {
        for (CalloutAction answer : CalloutAction.values()) {
            stub("callout", answer, false);
            PolicySketch sketch = new PolicySketch().unknown("ask", LAYER, "callout");
            sketch.permit("next", LAYER);
            boolean decides = answer == CalloutAction.PERMIT || answer == CalloutAction.BLOCK;
            assertThat(run(sketch, LAYER).decidingFilter()).as("%s", answer).isEqualTo(decides ? "ask" : "next");
        }
        stub("callout", null, true);
        assertThat(run(new PolicySketch().unknown("ask", LAYER, "callout"), LAYER)
                        .finalAction())
                .isEqualTo("NONE");
    }

    @Test
    @SpecRule("4.6 R-UNREGISTERED")
    void shouldTreatFiltersOfUnregisteredCalloutsAsStaticOnesAndIgnoreInspections() {
        high.inspect("look", LAYER, "absent");
        high.filter(
                "let pass",
                LAYER,
                new Action.CalloutUnknown("absent"),
                Set.of(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED));
        Outcome permitted = run(LAYER);
        assertThat(permitted.decidingFilter()).isEqualTo("let pass");
        assertThat(permitted.finalAction()).isEqualTo("PERMIT");
        assertThat(permitted.right()).isTrue();
        assertThat(permitted.invoked()).isEmpty();

        Outcome blocked = run(new PolicySketch().unknown("ask", LAYER, "absent"), LAYER);
        assertThat(blocked.finalAction()).isEqualTo("BLOCK");
        assertThat(blocked.right()).isFalse();
    }

    @Test
    @SpecRule({"4.6 R-UNREGISTERED", "11 P07"})
    void shouldLetTheSubstitutedBlockVetoByItsFlagAlone() {
        high.hardPermit("hard permit", LAYER);
        high.sublayer("middle", 200).terminating("plain", LAYER, "absent");
        assertThat(run(LAYER).veto()).isFalse();

        high.sublayer("low", 1)
                .filter(
                        "flagged",
                        LAYER,
                        new Action.CalloutTerminating("absent"),
                        Set.of(FilterFlag.CLEAR_ACTION_RIGHT));
        assertThat(run(LAYER).veto()).isTrue();
    }

    @Test
    @SpecRule({"4.2 R-ABSORB", "11 P08"})
    void shouldDropAnAbsorbThatALighterFilterOverrides() {
        stub("absorbs", CalloutAction.BLOCK, false, true);
        high.terminating("soft block", LAYER, "absorbs");
        assertThat(run(LAYER).absorbed()).isTrue();

        high.sublayer("low", 1).permit("permit", LAYER);
        assertThat(run(LAYER).absorbed()).isFalse();
    }

    private void stub(String key, CalloutAction action, boolean clearsRight) {
        stub(key, action, clearsRight, false);
    }

    private void stub(String key, CalloutAction action, boolean clearsRight, boolean absorbs) {
        Answer answer = new Answer(action, clearsRight, absorbs);
        stubs.put(key, new Stub(true, answer, answer));
    }

    private Outcome run(String layer) {
        return run(high, layer);
    }

    private Outcome run(PolicySketch sketch, String layer) {
        return ArbitrationCase.run(sketch.policy(), Layer.byKey(layer).orElseThrow(), values, stubs);
    }
}

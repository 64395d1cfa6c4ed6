// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.callout.RegistrationStatus.STATUS_DEVICE_BUSY;
import static io.penstock.engine.callout.RegistrationStatus.STATUS_FWP_ALREADY_EXISTS;
import static io.penstock.engine.callout.RegistrationStatus.STATUS_FWP_CALLOUT_NOT_FOUND;
import static io.penstock.engine.callout.RegistrationStatus.STATUS_FWP_IN_USE;
import static io.penstock.engine.callout.RegistrationStatus.STATUS_SUCCESS;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.FlowCallout;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Registering and unregistering run-time callouts (spec 1.10, 4.6, 5.7, 6.7). */
class UnregisterTest {
    private static final String TRANSPORT = "OUTBOUND_TRANSPORT_V4";
    private static final Layer AT = Layer.byKey(TRANSPORT).orElseThrow();

    private static EngineBench keeping(Callout keeper) {
        return new EngineBench(new PolicySketch().terminating("ask", TRANSPORT, keeper.key()), keeper);
    }

    private static KeepingCallout keeper() {
        return KeepingCallout.inline("keeper", (in, out) -> {
            out.associateFlowContext(in.layer(), 7);
            out.permit(in);
        });
    }

    @Test
    @SpecRule("4.6 R-UNREGISTERED")
    void shouldTreatFiltersOfAnUnregisteredCalloutAsStaticOnes() {
        ScriptedCallout look = ScriptedCallout.inline("look", (in, out) -> out.permit(in));
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("see", TRANSPORT, "look").unknown("ask", TRANSPORT, "look"), look);
        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 ask -");

        assertThat(bench.engine.unregister("look")).isEqualTo(STATUS_SUCCESS);

        assertThat(bench.send(udp())).isEqualTo("block OUTBOUND_TRANSPORT_V4 ask PenstockCalloutUnregistered");
        assertThat(look.asked).hasSize(2);
    }

    @Test
    @SpecRule("4.6 R-UNREGISTERED")
    void shouldPermitInPlaceOfAnUnregisteredCalloutWhereTheFilterSaysSo() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .filter(
                        "ask",
                        TRANSPORT,
                        new Action.CalloutTerminating("gone"),
                        Set.of(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED)));

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 ask -");
    }

    @Test
    void shouldNotRegisterAKeyTwice() {
        EngineBench bench = keeping(keeper());
        KeepingCallout second = keeper();

        assertThat(bench.registry.register(CalloutRegistration.of(second))).isEqualTo(STATUS_FWP_ALREADY_EXISTS);
        bench.send(udp());

        assertThat(second.seen).isEmpty();
        assertThat(bench.engine.unregister("keeper")).isEqualTo(STATUS_DEVICE_BUSY);
        assertThat(bench.registry.register(CalloutRegistration.of(second)))
                .as("while the first is leaving")
                .isEqualTo(STATUS_FWP_ALREADY_EXISTS);
    }

    @Test
    void shouldNotFindWhatIsNotRegistered() {
        assertThat(new EngineBench().engine.unregister("nobody")).isEqualTo(STATUS_FWP_CALLOUT_NOT_FOUND);
    }

    @Test
    void shouldBeBusyUntilTheLastContextIsRemovedAndAskNothingMeanwhile() {
        KeepingCallout keeper = keeper();
        EngineBench bench = keeping(keeper);
        bench.send(udp());
        var flow = bench.state.flows().flows().iterator().next().key();

        assertThat(bench.engine.unregister("keeper")).isEqualTo(STATUS_DEVICE_BUSY);
        assertThat(bench.send(udp())).endsWith("PenstockCalloutUnregistered");
        assertThat(keeper.seen).hasSize(1);
        assertThat(bench.engine.unregister("keeper")).isEqualTo(STATUS_DEVICE_BUSY);

        bench.engine.removeFlowContext(flow, AT, "keeper");
        assertThat(keeper.deleted).containsExactly("OUTBOUND_TRANSPORT_V4 7");
        assertThat(bench.engine.unregister("keeper")).isEqualTo(STATUS_SUCCESS);
        assertThat(bench.engine.unregister("keeper")).isEqualTo(STATUS_FWP_CALLOUT_NOT_FOUND);
    }

    @Test
    @SpecRule("11 P11")
    void shouldBeBusyUntilTheLastPendIsCompletedAndHearItsAnswer() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", "ALE_AUTH_CONNECT_V4", "away"));
        bench.registry.register(new CalloutRegistration("away", CalloutMode.OUT_OF_BAND, true, 0, null));
        assertThat(bench.send(udp())).isEqualTo("waits");

        assertThat(bench.engine.unregister("away")).isEqualTo(STATUS_DEVICE_BUSY);
        assertThat(bench.send(udp().from("10.0.0.1", 41_000))).endsWith("PenstockCalloutUnregistered");
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.engine.unregister("away")).isEqualTo(STATUS_SUCCESS);
    }

    @Test
    @SpecRule("11 P11")
    void shouldLetTheCloneThroughThatALeavingCalloutHasPermitted() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", TRANSPORT, "away"));
        bench.registry.register(new CalloutRegistration("away", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(udp());
        bench.engine.unregister("away");
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit OUTBOUND_TRANSPORT_V4 ask -");
    }

    @Test
    @SpecRule("11 P11")
    void shouldEndPendsByTheTimeoutRuleAndRemoveContextsByForce() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("keep", TRANSPORT, "keeper")
                        .terminating("ask", "DATAGRAM_DATA_V4", "away"),
                keeper);
        bench.registry.register(new CalloutRegistration("away", CalloutMode.OUT_OF_BAND, true, 0, null));
        assertThat(bench.send(udp())).isEqualTo("waits");

        assertThat(bench.engine.unregisterByForce("away")).isEqualTo(STATUS_SUCCESS);
        assertThat(bench.verdict(1)).isEqualTo("block DATAGRAM_DATA_V4 ask PenstockCalloutUnregistered");
        assertThat(bench.ledger.pended()).isZero();
        bench.activate(new PolicySketch().terminating("keep", TRANSPORT, "keeper"));
        bench.send(udp());

        assertThat(bench.engine.unregisterByForce("keeper")).isEqualTo(STATUS_SUCCESS);
        assertThat(keeper.deleted).containsExactly("OUTBOUND_TRANSPORT_V4 7");
    }

    @Test
    void shouldBeInUseWhileAnUnregistrationIsUnderWay() {
        List<RegistrationStatus> inside = new ArrayList<>();
        EngineBench[] bench = new EngineBench[1];
        FlowCallout keeper = new FlowCallout() {
            @Override
            public String key() {
                return "keeper";
            }

            @Override
            public void classify(ClassifyIn in, ClassifyOut out) {
                out.associateFlowContext(in.layer(), 7);
                out.permit(in);
            }

            @Override
            public void flowDelete(Layer layer, long flowContext) {
                inside.add(bench[0].engine.unregister("keeper"));
            }
        };
        bench[0] = keeping(keeper);
        bench[0].send(udp());

        assertThat(bench[0].engine.unregisterByForce("keeper")).isEqualTo(STATUS_SUCCESS);
        assertThat(inside).containsExactly(STATUS_FWP_IN_USE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.callout.FlowContextStatus.STATUS_INVALID_PARAMETER;
import static io.penstock.engine.callout.FlowContextStatus.STATUS_OBJECT_NAME_EXISTS;
import static io.penstock.engine.callout.FlowContextStatus.STATUS_PENDING;
import static io.penstock.engine.callout.FlowContextStatus.STATUS_SUCCESS;
import static io.penstock.engine.callout.FlowContextStatus.STATUS_UNSUCCESSFUL;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.FIN;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.FlowContextStatus;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contexts that callouts keep on flows, rule by rule (spec 5.6). */
class FlowContextTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ESTABLISHED = "ALE_FLOW_ESTABLISHED_V4";
    private static final String DATAGRAM = "DATAGRAM_DATA_V4";
    private static final Layer DATA = Layer.byKey(DATAGRAM).orElseThrow();

    private final List<FlowContextStatus> answers = new ArrayList<>();

    /** Keeps 7 for the datagrams of each flow from FLOW_ESTABLISHED on. */
    private KeepingCallout keeper() {
        return KeepingCallout.inline("keeper", (in, out) -> {
            if (in.layer().key().contains("ESTABLISHED")) {
                answers.add(out.associateFlowContext(DATA, 7));
            }
        });
    }

    private static PolicySketch keeping() {
        return new PolicySketch().inspect("keep", ESTABLISHED, "keeper").inspect("see", DATAGRAM, "keeper");
    }

    private static FlowKey onlyFlow(EngineBench bench) {
        return bench.state.flows().flows().iterator().next().key();
    }

    @Test
    @SpecRule("5.6 F1")
    void shouldRefuseAContextOfZero() {
        KeepingCallout zero =
                KeepingCallout.inline("keeper", (in, out) -> answers.add(out.associateFlowContext(DATA, 0)));
        new EngineBench(keeping(), zero).send(udp());

        assertThat(answers).containsOnly(STATUS_INVALID_PARAMETER);
    }

    @Test
    @SpecRule("5.6 F1")
    void shouldRefuseTheContextOfACalloutWithoutAFlowDeleteFunction() {
        ScriptedCallout plain =
                ScriptedCallout.inline("keeper", (in, out) -> answers.add(out.associateFlowContext(DATA, 7)));
        new EngineBench(keeping(), plain).send(udp());

        assertThat(answers).containsOnly(STATUS_INVALID_PARAMETER);
    }

    @Test
    @SpecRule("5.6 F1")
    void shouldRefuseAContextWhereThereIsNoFlowOrTheLayerKeepsNone() {
        Layer packet = Layer.byKey("OUTBOUND_IPPACKET_V4").orElseThrow();
        Layer other = Layer.byKey("DATAGRAM_DATA_V6").orElseThrow();
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {
            answers.add(out.associateFlowContext(in.layer() == packet ? DATA : packet, 7));
            answers.add(out.associateFlowContext(other, 7));
        });
        new EngineBench(
                        new PolicySketch()
                                .inspect("keep", ESTABLISHED, "keeper")
                                .inspect("ip", "OUTBOUND_IPPACKET_V4", "keeper"),
                        keeper)
                .send(udp());

        assertThat(answers).hasSize(4).containsOnly(STATUS_INVALID_PARAMETER);
    }

    @Test
    @SpecRule("5.6 F2")
    void shouldKeepOneContextPerFlowLayerAndCallout() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {
            answers.add(out.associateFlowContext(DATA, 7));
            answers.add(out.associateFlowContext(DATA, 8));
        });
        KeepingCallout other =
                KeepingCallout.inline("other", (in, out) -> answers.add(out.associateFlowContext(DATA, 9)));
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("keep", ESTABLISHED, "keeper").inspect("too", ESTABLISHED, "other"),
                keeper,
                other);
        bench.send(udp());

        assertThat(answers).containsExactly(STATUS_SUCCESS, STATUS_OBJECT_NAME_EXISTS, STATUS_SUCCESS);
    }

    @Test
    @SpecRule("5.6 F3")
    void shouldShowAContextAtItsOwnLayerOnlyWhereverItWasSet() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        bench.send(udp());

        assertThat(answers).containsExactly(STATUS_SUCCESS);
        assertThat(keeper.seen).as("established, datagram, datagram").containsExactly(0L, 7L, 7L);
    }

    @Test
    @SpecRule("5.6 F3")
    void shouldCarryAContextThatWasSetBeforeTheFlowIsAuthorised() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {
            if (in.layer().key().contains("CONNECT")) {
                answers.add(out.associateFlowContext(DATA, 7));
                answers.add(out.associateFlowContext(DATA, 8));
            }
        });
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("keep", CONNECT, "keeper").inspect("see", DATAGRAM, "keeper"), keeper);
        bench.send(udp());

        assertThat(answers).containsExactly(STATUS_SUCCESS, STATUS_OBJECT_NAME_EXISTS);
        assertThat(keeper.seen).containsExactly(0L, 7L);
        assertThat(keeper.deleted).isEmpty();
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteAContextWhoseFlowIsRefused() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> out.associateFlowContext(DATA, 7));
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("keep", CONNECT, "keeper").block("no", CONNECT), keeper);
        bench.send(udp());

        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
    }

    @Test
    @SpecRule("5.6 F4")
    void shouldRemoveAtOnceFromOutsideAnyClassification() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        FlowKey flow = onlyFlow(bench);

        assertThat(bench.engine.removeFlowContext(flow, DATA, "keeper")).isEqualTo(STATUS_SUCCESS);
        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
        assertThat(bench.engine.removeFlowContext(flow, DATA, "keeper")).isEqualTo(STATUS_UNSUCCESSFUL);
        assertThat(bench.engine.associateFlowContext(flow, DATA, "keeper", 8)).isEqualTo(STATUS_SUCCESS);
        bench.send(udp());
        assertThat(keeper.seen).endsWith(8L);
    }

    @Test
    @SpecRule("5.6 F4")
    void shouldRemoveAfterTheClassificationThatIsRunning() {
        List<String> order = new ArrayList<>();
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {
            if (in.layer() == DATA) {
                order.add(out.removeFlowContext(DATA).name());
                order.add(out.removeFlowContext(DATA).name());
                order.add(out.associateFlowContext(DATA, 8).name());
            } else {
                out.associateFlowContext(DATA, 7);
            }
        });
        ScriptedCallout after = ScriptedCallout.inline("after", (in, out) -> order.add("next callout"));
        EngineBench bench = new EngineBench(keeping().inspect("after", DATAGRAM, "after"), keeper, after);
        bench.send(udp());

        assertThat(order)
                .containsExactly(
                        STATUS_PENDING.name(), STATUS_PENDING.name(), STATUS_OBJECT_NAME_EXISTS.name(), "next callout");
        assertThat(keeper.deleted).as("once, afterwards").containsExactly("DATAGRAM_DATA_V4 7");
        bench.send(udp());
        assertThat(keeper.seen).endsWith(0L);
    }

    @Test
    @SpecRule("5.6 F4")
    void shouldSayThatThereIsNothingToRemove() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> answers.add(out.removeFlowContext(DATA)));
        new EngineBench(keeping(), keeper).send(udp());

        assertThat(answers).containsOnly(STATUS_UNSUCCESSFUL);
    }

    /** Keeps 7 for the connection from CONNECT on. */
    private static KeepingCallout connectionKeeper() {
        Layer stream = Layer.byKey("STREAM_V4").orElseThrow();
        return KeepingCallout.inline("keeper", (in, out) -> out.associateFlowContext(stream, 7));
    }

    private static EngineBench connected(KeepingCallout keeper) {
        EngineBench bench = new EngineBench(new PolicySketch().inspect("keep", CONNECT, "keeper"), keeper);
        bench.send(tcp(SYN).sequence(100));
        assertThat(keeper.deleted).isEmpty();
        return bench;
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenAConnectionIsResetAtOnce() {
        KeepingCallout keeper = connectionKeeper();
        EngineBench bench = connected(keeper);
        bench.send(tcp(RST | ACK).from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound());
        bench.endOfCapture();

        assertThat(keeper.deleted).containsExactly("STREAM_V4 7");
        assertThat(bench.events.contextsDeleted).containsExactly("STREAM_V4 keeper 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenBothEndsHaveClosed() {
        KeepingCallout keeper = connectionKeeper();
        EngineBench bench = connected(keeper);
        bench.send(tcp(FIN | ACK));
        assertThat(keeper.deleted).isEmpty();
        bench.send(tcp(FIN | ACK).from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound());
        bench.send(tcp(ACK));

        assertThat(keeper.deleted).containsExactly("STREAM_V4 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenAnotherConnectionTakesThePlace() {
        KeepingCallout keeper = connectionKeeper();
        EngineBench bench = connected(keeper);
        bench.send(tcp(SYN).sequence(900));

        assertThat(keeper.deleted).containsExactly("STREAM_V4 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenTheFlowHasBeenIdle() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp().at(1_000));
        bench.send(udp().at(101_000));

        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
        assertThat(keeper.seen).containsExactly(0L, 7L, 0L, 7L);
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenTheSocketCloses() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        bench.event(EndpointEvent.Closed::new, udp());
        bench.endOfCapture();

        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenTheCaptureEnds() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        bench.endOfCapture();

        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceAndInTheOrderOfTheFlowsWhenTheCaptureEnds() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {
            if (in.flowContext() == 0) {
                out.associateFlowContext(DATA, PacketRow.destinationPort(in.rows(), in.row()));
            }
        });
        EngineBench bench = new EngineBench(new PolicySketch().inspect("see", DATAGRAM, "keeper"), keeper);
        List<String> inOrder = new ArrayList<>();
        for (int port = 0; port < 50; port++) {
            bench.send(udp().to("192.0.2.9", 1_000 + port * 37 % 50));
            inOrder.add("DATAGRAM_DATA_V4 " + (1_000 + port));
        }
        bench.endOfCapture();

        assertThat(keeper.deleted).containsExactlyElementsOf(inOrder);
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteOnceWhenASweepFreesTheFlow() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        bench.activate(new PolicySketch());
        for (int i = 1; i <= 100_000; i++) {
            bench.send(udp().to("192.0.2.10", i % 60_000 + 1).from("10.0.0.1", 1_024 + i / 60_000));
        }
        assertThat(keeper.deleted).isEmpty();

        bench.sweep(Duration.ofHours(3).toNanos());
        bench.endOfCapture();

        assertThat(keeper.deleted).containsExactly("DATAGRAM_DATA_V4 7");
    }

    @Test
    @SpecRule("5.6 F5")
    void shouldDeleteWithoutAnyClassificationBefore() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> {});
        EngineBench bench = new EngineBench(new PolicySketch(), keeper);
        bench.send(tcp(SYN));
        bench.engine.associateFlowContext(
                onlyFlow(bench), Layer.byKey("STREAM_V4").orElseThrow(), "keeper", 7);
        bench.send(tcp(RST | ACK).from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound());

        assertThat(keeper.seen).isEmpty();
        assertThat(keeper.deleted).containsExactly("STREAM_V4 7");
    }

    @Test
    @SpecRule("5.6 F6")
    void shouldTakeTheContextAwayWhateverTheCalloutDoesWhenItIsTold() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());
        FlowKey flow = onlyFlow(bench).copy();
        bench.event(EndpointEvent.Closed::new, udp());
        bench.send(udp());

        assertThat(bench.state.flows().find(flow).contexts()).hasSize(1);
        assertThat(keeper.deleted).hasSize(1);
        assertThat(keeper.seen).containsExactly(0L, 7L, 0L, 7L);
    }

    @Test
    @SpecRule("5.6 F7")
    void shouldTellNothingOfFlowsWithoutAContext() {
        KeepingCallout idle = KeepingCallout.inline("keeper", (in, out) -> {});
        EngineBench bench = new EngineBench(keeping(), idle);
        bench.send(udp());
        bench.endOfCapture();

        assertThat(bench.events.ended).hasSize(1);
        assertThat(idle.deleted).isEmpty();
        assertThat(bench.events.contextsDeleted).isEmpty();
    }

    @Test
    @SpecRule("5.6 F8")
    void shouldSkipAConditionalCalloutOnFlowsWithoutItsContext() {
        KeepingCallout conditional = new KeepingCallout(
                "conditional", CalloutMode.INLINE, Set.of(CalloutFlag.CONDITIONAL_ON_FLOW), (in, out) -> out.block());
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("ask", DATAGRAM, "conditional").permit("else", DATAGRAM), conditional);

        assertThat(bench.send(udp())).as("skipped as CONTINUE").isEqualTo("permit DATAGRAM_DATA_V4 else -");
        assertThat(conditional.seen).isEmpty();

        bench.engine.associateFlowContext(onlyFlow(bench), DATA, "conditional", 7);

        assertThat(bench.send(udp())).startsWith("block DATAGRAM_DATA_V4 ask");
        assertThat(conditional.seen).containsExactly(7L);
    }

    @Test
    void shouldRefuseAContextOnAFlowThatHasEnded() {
        KeepingCallout keeper = connectionKeeper();
        EngineBench bench = connected(keeper);
        bench.send(tcp(RST));

        assertThat(bench.engine.associateFlowContext(
                        onlyFlow(bench), Layer.byKey("STREAM_V4").orElseThrow(), "keeper", 8))
                .isEqualTo(STATUS_INVALID_PARAMETER);
    }

    @Test
    void shouldKeepContextsWithTheStoredFlow() {
        KeepingCallout keeper = keeper();
        EngineBench bench = new EngineBench(keeping(), keeper);
        bench.send(udp());

        EngineState restored = new EngineState();
        bench.state.flows().drainDirty(restored.flows()::restore);

        assertThat(restored.flows().find(onlyFlow(bench)).contexts())
                .isEqualTo(bench.state.flows().find(onlyFlow(bench)).contexts())
                .hasSize(1);
        assertThat(restored.flows().hasContexts("keeper")).isTrue();
    }

    @Test
    void shouldCarryTheContextOfAnOutOfBandCalloutInThePendAndBack() {
        KeepingCallout away = new KeepingCallout("away", CalloutMode.OUT_OF_BAND, Set.of(), FlowContextTest::count);
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", DATAGRAM, "away"), away);
        for (int i = 0; i < 3; i++) {
            bench.send(udp());
            var ticket = bench.ticket();
            bench.engine.complete(new OutOfBand()
                    .decide(
                            away,
                            ItemCodec.decode(ItemCodec.encode(ticket.item()), number -> null),
                            ticket.item().revision().filter("ask").filter(),
                            null,
                            ticket.id().text(),
                            TicketCodec.decode(TicketCodec.encode(ticket), number -> null)
                                    .digest(),
                            TicketCodec.decode(TicketCodec.encode(ticket), number -> null)
                                    .flowContext()));
        }

        assertThat(away.seen).containsExactly(0L, 1L, 2L);
        assertThat(away.deleted).as("each replaced one").containsExactly("DATAGRAM_DATA_V4 1", "DATAGRAM_DATA_V4 2");
        assertThat(bench.events.contextsDeleted).hasSize(2);
    }

    private static void count(ClassifyIn in, ClassifyOut out) {
        out.removeFlowContext(in.layer());
        out.associateFlowContext(in.layer(), in.flowContext() + 1);
        out.permit(in);
    }

    @Test
    void shouldKeepTheContextOfAPendedAuthorisationForTheFlowThatItMakes() {
        KeepingCallout away = new KeepingCallout("away", CalloutMode.OUT_OF_BAND, Set.of(), FlowContextTest::count);
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "away"), away);
        bench.send(udp());
        var ticket = bench.ticket();
        bench.engine.complete(
                new io.penstock.engine.pend.Completion.Permit(ticket.id().text(), ticket.digest(), List.of(), 5L));

        assertThat(bench.verdict(1)).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.state.flows().find(onlyFlow(bench)).contexts())
                .singleElement()
                .satisfies(context -> assertThat(context.value()).isEqualTo(5));
        bench.endOfCapture();
        assertThat(away.deleted).containsExactly("ALE_AUTH_CONNECT_V4 5");
    }

    @Test
    void shouldStoreWithAPendedItemWhatWaitsForItsFlow() {
        KeepingCallout keeper = KeepingCallout.inline("keeper", (in, out) -> out.associateFlowContext(DATA, 7));
        ScriptedCallout away = ScriptedCallout.outOfBand("away", (in, out) -> {});
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("keep", CONNECT, "keeper").terminating("ask", CONNECT, "away"),
                keeper,
                away);
        bench.send(udp());
        var ticket = bench.ticket();
        Item stored = TicketCodec.decode(
                        TicketCodec.encode(ticket), number -> ticket.item().revision())
                .item();

        assertThat(stored.contexts).isEqualTo(ticket.item().contexts).hasSize(1);
        assertThat(ItemCodec.encode(stored)).isEqualTo(ItemCodec.encode(ticket.item()));
        bench.permit(ticket);
        assertThat(bench.state.flows().find(onlyFlow(bench)).contexts()).hasSize(1);
        assertThat(keeper.deleted).isEmpty();
    }

    @Test
    void shouldTellAWorkerAtOnceOfAContextWhoseFlowIsRefusedMeanwhile() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "away"));
        bench.registry.register(new CalloutRegistration("away", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(udp());
        var ticket = bench.ticket();
        bench.engine.complete(
                new io.penstock.engine.pend.Completion.Block(ticket.id().text(), ticket.digest(), List.of(), 5L));

        assertThat(bench.events.contextsDeleted).containsExactly("ALE_AUTH_CONNECT_V4 away 5");
    }
}

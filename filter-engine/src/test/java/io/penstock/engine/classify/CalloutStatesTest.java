// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.inject.PacketClone;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.TransportChecksum.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state machines of inline inspection, inline modification and out-of-band modification, row by row (spec 6.2); {@link OutOfBandTest} has the other. */
class CalloutStatesTest {
    private static final String DATA = "DATAGRAM_DATA_V4";

    /** Inline modification as spec 5.3 and 6.2 ask of it: the payload becomes stars. */
    private static final class Censor implements Callout {
        final List<InjectionState> states = new ArrayList<>();
        boolean damages;

        @Override
        public String key() {
            return "censor";
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            states.add(in.injectionState());
            if (!out.hasRight()) {
                return;
            }
            if (in.injectionState() == InjectionState.INJECTED_BY_SELF
                    || in.injectionState() == InjectionState.PREVIOUSLY_INJECTED_BY_SELF) {
                out.permit(in);
                return;
            }
            byte[] frame = PacketClone.of(in)
                    .payload("***".getBytes(StandardCharsets.US_ASCII))
                    .apply();
            out.inject(damages ? new byte[] {1, 2, 3} : frame);
            out.block();
            out.absorb();
        }
    }

    private final Censor censor = new Censor();

    private static String payload(Item clone) {
        int at = PacketRow.payloadOffset(clone.rows(), 0);
        return new String(clone.frames(), at, clone.frameLength() - at, StandardCharsets.US_ASCII);
    }

    @Test
    void inlineInspectionShouldContinueWhateverItReturns() {
        ScriptedCallout watch = ScriptedCallout.inline("watch", (in, out) -> {
            out.finding("seen", "one");
            out.block();
            out.absorb();
        });
        EngineBench bench = new EngineBench(
                new PolicySketch().inspect("look", DATA, "watch").permit("p", DATA), watch);

        assertThat(bench.send(udp())).isEqualTo("permit DATAGRAM_DATA_V4 p -");
        assertThat(bench.events.findings).containsExactly("1 watch seen one");
    }

    @Test
    void inlineModificationShouldAbstainWithoutTheRight() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("sure", DATA)
                        .sublayer("lo", 1)
                        .terminating("edit", DATA, "censor"),
                censor);

        assertThat(bench.send(udp().payload("secret"))).isEqualTo("permit DATAGRAM_DATA_V4 sure -");
        assertThat(bench.events.injected).isEmpty();
    }

    @SpecRule("10 G6")
    @Test
    void inlineModificationShouldInjectTheClonePermitItAndAbsorbTheOriginal() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("edit", DATA, "censor"), censor);

        assertThat(bench.send(udp().payload("secret").inbound())).isEqualTo("absorb DATAGRAM_DATA_V4 edit -");
        assertThat(censor.states).containsExactly(InjectionState.NOT_INJECTED, InjectionState.INJECTED_BY_SELF);
        Item clone = bench.events.clones.getFirst();
        assertThat(payload(clone)).isEqualTo("***");
        assertThat(TransportChecksum.of(clone.rows(), 0, clone.frames(), 0, clone.frameLength()))
                .isIn(Status.GOOD, Status.NOT_PRESENT);
        assertThat(bench.events.discards).as("absorbed").isEmpty();
    }

    @SpecRule("10 G7")
    @ParameterizedTest
    @ValueSource(strings = {"INBOUND_TRANSPORT_V4", "OUTBOUND_TRANSPORT_V4"})
    void inlineModificationOfTcpAtATransportLayerShouldBeQueuedUntilTheWalkHasReturned(String layer) {
        List<String> order = new ArrayList<>();
        ScriptedCallout edit = ScriptedCallout.inline("edit", (in, out) -> {
            boolean mine = in.injectionState() != InjectionState.NOT_INJECTED;
            order.add(mine ? "clone" : "original");
            if (mine) {
                out.permit(in);
                return;
            }
            out.inject(PacketClone.of(in).apply());
            out.inject(PacketClone.of(in).apply());
            assertThat(order).as("nothing enters inside classify").hasSize(1);
            out.block();
            out.absorb();
        });
        PolicySketch policy = new PolicySketch()
                .sublayer("hi", 9)
                .terminating("edit", layer, "edit")
                .sublayer("lo", 1)
                .terminating("after", layer, "watch");
        ScriptedCallout watch = ScriptedCallout.inline("watch", (in, out) -> {
            order.add("lower");
            out.action(CalloutAction.CONTINUE);
        });
        EngineBench bench = new EngineBench(policy, edit, watch);
        bench.activate(new PolicySketch()
                .sublayer("hi", 9)
                .terminating("edit", layer, "edit")
                .sublayer("lo", 1)
                .inspect("after", layer, "watch"));
        TestPacket segment = tcp(TestPacket.ACK).payload("x");
        bench.send(
                layer.startsWith("IN")
                        ? segment.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound()
                        : segment);

        assertThat(order).containsExactly("original", "lower", "clone", "lower", "clone", "lower");
        assertThat(bench.events.lines).as("the original's fate comes first").hasSize(1);
        assertThat(bench.events.injected).hasSize(2);
    }

    @Test
    void inlineModificationShouldBlockWithoutAbsorbWhenItFails() {
        censor.damages = true;
        EngineBench bench = new EngineBench(new PolicySketch().terminating("edit", DATA, "censor"), censor);

        assertThat(bench.send(udp().payload("secret")))
                .isEqualTo("block DATAGRAM_DATA_V4 edit FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.discards).as("not absorbed: a discard").hasSize(1);
        assertThat(bench.events.contractErrors).anyMatch(text -> text.contains(ContractError.INJECTION_FAILED.key()));
        assertThat(bench.events.injected).isEmpty();
    }

    @Test
    void inlineModificationShouldBlockWithoutAbsorbWhenItThrows() {
        ScriptedCallout broken = ScriptedCallout.inline("broken", (in, out) -> {
            out.inject(PacketClone.of(in).apply());
            out.block();
            out.absorb();
            throw new IllegalStateException("out of memory");
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("edit", DATA, "broken"), broken);

        assertThat(bench.send(udp())).startsWith("block DATAGRAM_DATA_V4 edit");
        assertThat(bench.events.discards).hasSize(1);
        assertThat(bench.events.injected).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DATAGRAM_DATA_V4", "OUTBOUND_TRANSPORT_V4", "OUTBOUND_IPPACKET_V4", "OUTBOUND_MAC_FRAME_ETHERNET"})
    void outOfBandModificationShouldInjectWhatTheWorkerMadeOfItsDeepCopy(String layer) {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", layer, "censor"),
                ScriptedCallout.outOfBand("censor", (in, out) -> {}));
        assertThat(bench.send(udp().payload("secret"))).isEqualTo("waits");
        bench.replace(bench.ticket(), udp().payload("changed").bytes());

        assertThat(bench.verdict(1)).isEqualTo("absorb " + layer + " edit -");
        assertThat(payload(bench.events.clones.getFirst())).isEqualTo("changed");
        assertThat(bench.ledger.pended()).isZero();
    }

    @Test
    void outOfBandModificationShouldCountAnInjectionThatFailsAndDropIt() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", DATA, "censor"),
                ScriptedCallout.outOfBand("censor", (in, out) -> {}));
        bench.send(udp());
        bench.replace(bench.ticket(), new byte[] {1}, udp().payload("fit").bytes());

        assertThat(bench.verdict(1)).isEqualTo("absorb DATAGRAM_DATA_V4 edit -");
        assertThat(bench.events.clones).hasSize(1);
        assertThat(bench.events.contractErrors).anyMatch(text -> text.contains(ContractError.INJECTION_FAILED.key()));
    }

    @Test
    void outOfBandModificationShouldDropTheReferenceWhenItIsCancelled() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", DATA, "censor"),
                ScriptedCallout.outOfBand("censor", (in, out) -> {}));
        bench.send(udp());
        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("block DATAGRAM_DATA_V4 edit FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.discards).hasSize(1);
        assertThat(bench.ledger.pended()).isZero();
    }

    @Test
    void modificationAtAuthConnectShouldReplaceTheDatagramThatAsked() {
        EngineBench bench =
                new EngineBench(new PolicySketch().terminating("edit", "ALE_AUTH_CONNECT_V4", "censor"), censor);

        assertThat(bench.send(udp().payload("secret"))).isEqualTo("absorb ALE_AUTH_CONNECT_V4 edit -");
        assertThat(payload(bench.events.clones.getFirst())).isEqualTo("***");
        assertThat(bench.send(tcp(SYN)))
                .as("of TCP there is no packet to change, but its SYN")
                .startsWith("absorb");
    }
}

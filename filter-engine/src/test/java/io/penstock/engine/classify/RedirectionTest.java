// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
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
import io.penstock.engine.condition.Condition;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.redirect.RedirectState;
import io.penstock.engine.redirect.RedirectTarget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state machine of redirection, row by row, and how a redirect acts on traffic that is only observed (spec 6.1, 6.2). */
class RedirectionTest {
    private static final String REDIRECT = "ALE_CONNECT_REDIRECT_V4";
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final RedirectTarget PROXY = RedirectTarget.of(new byte[] {127, 0, 0, 1}, 8080);
    private static final RedirectTarget ASKED = RedirectTarget.of(new byte[] {(byte) 192, 0, 2, 9}, 80);

    /** Redirects what nobody has redirected, as spec 6.2 asks of it. */
    private static final class Proxy implements Callout {
        final List<RedirectState> states = new ArrayList<>();
        final List<RedirectTarget> seen = new ArrayList<>();
        private final String key;
        private final Redirect change;

        Proxy(String key, Redirect change) {
            this.key = key;
            this.change = change;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            RedirectState state = out.redirection().state();
            states.add(state);
            seen.add(out.redirection().target());
            if (!out.hasRight()) {
                return;
            }
            if (state == RedirectState.NOT_REDIRECTED || state == RedirectState.REDIRECTED_BY_OTHER) {
                out.redirection().apply(change);
            }
            out.permit(in);
        }
    }

    private final Proxy proxy = new Proxy("proxy", new Redirect(PROXY, "tag", 4711, false));

    private static Condition redirected() {
        return PolicySketch.flagsAll(ConditionFlag.IS_CONNECTION_REDIRECTED);
    }

    @SpecRule("11 C07")
    @Test
    void shouldRedirectByATerminatingCalloutThatReturnsPermit() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("redirect", REDIRECT, "proxy")
                        .block("proxied", CONNECT, PolicySketch.remotePort(8080), redirected()),
                proxy);

        assertThat(bench.send(tcp(SYN))).startsWith("block ALE_AUTH_CONNECT_V4 proxied");
        assertThat(bench.events.redirects)
                .containsExactly(new RedirectRecord("proxy", true, ASKED, new Redirect(PROXY, "tag", 4711, false)));
    }

    @SpecRule("11 C07")
    @Test
    void shouldNotRedirectByAnyOtherFilterOrAnswer() {
        ScriptedCallout careless = ScriptedCallout.inline("careless", (in, out) -> {
            out.redirection().apply(Redirect.to(PROXY));
            out.action(CalloutAction.CONTINUE);
        });
        EngineBench inspecting = new EngineBench(new PolicySketch().inspect("look", REDIRECT, "proxy"), proxy);
        EngineBench continuing = new EngineBench(new PolicySketch().unknown("maybe", REDIRECT, "careless"), careless);
        inspecting.send(tcp(SYN));
        continuing.send(tcp(SYN));

        assertThat(inspecting.events.redirects).isEmpty();
        assertThat(continuing.events.redirects).isEmpty();
        assertThat(continuing.events.contractErrors)
                .anyMatch(text -> text.contains(ContractError.REDIRECT_REFUSED.key()));
    }

    @Test
    void shouldAbstainWithoutTheRight() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("sure", REDIRECT)
                        .sublayer("lo", 1)
                        .terminating("redirect", REDIRECT, "proxy"),
                proxy);
        bench.send(tcp(SYN));

        assertThat(bench.events.redirects).isEmpty();
    }

    @Test
    void shouldActFromAuthConnectOnAndLeavePacketsAndTheFlowsKeyAsTheyAre() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("redirect", REDIRECT, "proxy")
                        .permit("new", CONNECT, PolicySketch.remotePort(8080))
                        .permit("old", "OUTBOUND_TRANSPORT_V4", PolicySketch.remotePort(80)),
                proxy);

        assertThat(bench.send(tcp(SYN))).isEqualTo("permit OUTBOUND_TRANSPORT_V4 old -");
        FlowState flow = bench.events.started.getFirst();
        assertThat(flow.standing().filterKey()).isEqualTo("new");
        assertThat(flow.key().remotePort()).isEqualTo(80);
        assertThat(flow.redirects()).hasSize(1);
        assertThat(bench.send(tcp(ACK))).as("its later packets").startsWith("permit OUTBOUND_TRANSPORT_V4 old");
    }

    @Test
    void shouldHoldARedirectedBindForEveryConnectionOfTheSocketUntilItIsClosed() {
        RedirectTarget moved = RedirectTarget.of(new byte[] {10, 0, 0, 7}, 9_090);
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("move", "ALE_BIND_REDIRECT_V4", "mover")
                        .block("moved", CONNECT, PolicySketch.localPort(9_090)),
                new Proxy("mover", Redirect.to(moved)));
        bench.event(EndpointEvent.Bound::new, udp());
        assertThat(bench.events.redirects).hasSize(1);

        assertThat(bench.send(udp().to("192.0.2.1", 53))).startsWith("block ALE_AUTH_CONNECT_V4 moved");
        assertThat(bench.send(udp().to("192.0.2.2", 53))).startsWith("block ALE_AUTH_CONNECT_V4 moved");
        assertThat(bench.events.redirects).as("no other bind is shown").hasSize(1);
        assertThat(bench.events.started).allSatisfy(flow -> {
            assertThat(flow.key().localPort()).isEqualTo(40_000);
            assertThat(flow.redirects()).hasSize(1);
        });

        bench.event(EndpointEvent.Closed::new, udp());
        bench.event(EndpointEvent.Released::new, udp());
        bench.activate(new PolicySketch().block("moved", CONNECT, PolicySketch.localPort(9_090)));
        assertThat(bench.send(udp().to("192.0.2.3", 53))).startsWith("permit ");
    }

    @Test
    void shouldTellTheOriginalDestinationAtAuthConnect() {
        List<RedirectTarget> originals = new ArrayList<>();
        ScriptedCallout watch = ScriptedCallout.inline("watch", (in, out) -> {
            originals.add(out.redirection().original());
            assertThat(out.redirection().targetProcess()).isEqualTo(4711);
            assertThat(out.redirection().apply(Redirect.to(PROXY)))
                    .as("not here")
                    .isFalse();
            out.permit(in);
        });
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("redirect", REDIRECT, "proxy").terminating("watch", CONNECT, "watch"),
                proxy,
                watch);
        bench.send(tcp(SYN));

        assertThat(originals).containsExactly(ASKED);
    }

    @Test
    void shouldShowTheNewTupleWhenTheConnectIsReauthorised() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("redirect", REDIRECT, "proxy"), proxy);
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().block("no", CONNECT, PolicySketch.remotePort(8080), redirected()));

        assertThat(bench.send(tcp(ACK))).startsWith("block ALE_AUTH_CONNECT_V4 no");
    }

    @Test
    void shouldTellEachCalloutHowTheConnectStands() {
        Proxy other = new Proxy("other", Redirect.to(RedirectTarget.of(new byte[] {10, 0, 0, 9}, 3128)));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("one", REDIRECT, "proxy")
                        .sublayer("lo", 1)
                        .terminating("two", REDIRECT, "other"),
                proxy,
                other);
        bench.send(tcp(SYN));

        assertThat(proxy.states).containsExactly(RedirectState.NOT_REDIRECTED);
        assertThat(other.states).containsExactly(RedirectState.REDIRECTED_BY_OTHER);
        assertThat(bench.events.redirects)
                .extracting(RedirectRecord::calloutKey)
                .containsExactly("proxy", "other");
    }

    @Test
    void shouldShowTheConnectAgainWhereOneAskedForItAndAnotherChangedItLater() {
        Proxy first = new Proxy("first", new Redirect(PROXY, "", 0, true));
        Proxy other = new Proxy("other", Redirect.to(RedirectTarget.of(new byte[] {10, 0, 0, 9}, 3128)));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("one", REDIRECT, "first")
                        .sublayer("lo", 1)
                        .terminating("two", REDIRECT, "other"),
                first,
                other);
        bench.send(tcp(SYN));

        assertThat(first.states)
                .containsExactly(RedirectState.NOT_REDIRECTED, RedirectState.PREVIOUSLY_REDIRECTED_BY_SELF);
        assertThat(first.seen.getLast().port()).as("the data as it stands").isEqualTo(3128);
        assertThat(other.states).endsWith(RedirectState.REDIRECTED_BY_SELF);
        assertThat(bench.visits().stream().filter("ALE_CONNECT_REDIRECT"::equals))
                .hasSize(2);
    }

    @Test
    void shouldPendAndBeCompletedWithAChangedTupleOutOfBand() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("redirect", REDIRECT, "proxy")
                        .block("proxied", CONNECT, PolicySketch.remotePort(8080)),
                ScriptedCallout.outOfBand("proxy", proxy::classify));
        assertThat(bench.send(tcp(SYN))).isEqualTo("waits");
        PendTicket ticket = bench.ticket();
        Completion answer = new OutOfBand()
                .decide(
                        bench.registry.lookup("proxy").code(),
                        ticket.item(),
                        ticket.item().revision.filter("redirect").filter(),
                        null,
                        ticket.id().text(),
                        ticket.digest(),
                        0);
        bench.engine.complete(answer);

        assertThat(bench.verdict(1)).startsWith("block ALE_AUTH_CONNECT_V4 proxied");
        assertThat(bench.events.redirects).hasSize(1);
        assertThat(bench.events.pended).as("a verdict is final").hasSize(1);
    }

    @Test
    void shouldRefuseTheConnectWhereThePendIsCompletedWithBlock() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("redirect", REDIRECT, "proxy"),
                ScriptedCallout.outOfBand("proxy", proxy::classify));
        bench.send(tcp(SYN));
        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("block ALE_CONNECT_REDIRECT_V4 redirect FWPS_DISCARD_FIREWALL_POLICY");
    }

    @Test
    void shouldKeepARedirectWhileTheConnectIsPendedLater() {
        PendingCallout waiting = new PendingCallout("dpi");
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("redirect", REDIRECT, "proxy").terminating("ask", CONNECT, "dpi"),
                proxy,
                waiting);
        bench.send(tcp(SYN));
        PendTicket stored = TicketCodec.decode(
                TicketCodec.encode(bench.ticket()), number -> bench.ticket().item().revision);
        assertThat(stored.redirects()).isEqualTo(bench.events.redirects);
        waiting.complete(bench.engine);

        assertThat(waiting.flags.getLast())
                .isEqualTo(ConditionFlag.IS_REAUTHORIZE | ConditionFlag.IS_CONNECTION_REDIRECTED);
        assertThat(bench.events.started.getFirst().redirects()).hasSize(1);
    }

    @Test
    void shouldRedirectTheLocalEndOfABind() {
        RedirectTarget local = RedirectTarget.of(new byte[] {10, 0, 0, 7}, 5000);
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("redirect", "ALE_BIND_REDIRECT_V4", "binder")
                        .block("moved", CONNECT, PolicySketch.localPort(5000)),
                new Proxy("binder", Redirect.to(local)));

        assertThat(bench.send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 moved");
        assertThat(bench.events.redirects.getFirst().connect()).isFalse();
        assertThat(bench.events.redirects.getFirst().original().port()).isEqualTo(40_000);
    }

    @Test
    void shouldChangeNothingOfAnotherIpVersionOrAProtocolThatIsNotRedirected() {
        Proxy six = new Proxy("six", Redirect.to(RedirectTarget.of(new byte[16], 1)));
        EngineBench bench = new EngineBench(new PolicySketch().terminating("redirect", REDIRECT, "six"), six);
        bench.send(tcp(SYN));
        EngineBench gre = new EngineBench(new PolicySketch().terminating("redirect", REDIRECT, "proxy"), proxy);
        gre.send(TestPacket.ip(47).payload(new byte[8]));

        assertThat(bench.events.redirects).isEmpty();
        assertThat(gre.events.redirects).isEmpty();
    }
}

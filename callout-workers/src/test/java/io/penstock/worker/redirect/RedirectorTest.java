// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.redirect;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.redirect.RedirectTarget;
import io.penstock.worker.PolicyRun;
import org.junit.jupiter.api.Test;

/** Redirects that a provider context lists, on traffic that is only observed (spec 6.2). */
class RedirectorTest {
    private static final String POLICY = """
        policy: redirect
        subLayers: [ { subLayerKey: hi, weight: 0x5000 }, { subLayerKey: s, weight: 0x4000 } ]
        callouts: [ { calloutKey: KEY }, { calloutKey: other } ]
        providerContexts:
          - { providerContextKey: c, type: FWPM_GENERAL_CONTEXT, data: { redirects: [ RULES ] } }
        filters:
          - filterKey: redirect
            layerKey:
              - FWPM_LAYER_ALE_CONNECT_REDIRECT_V4
              - FWPM_LAYER_ALE_CONNECT_REDIRECT_V6
              - FWPM_LAYER_ALE_BIND_REDIRECT_V4
            subLayerKey: s
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: KEY }
            providerContextKey: c
          - filterKey: proxied
            layerKey: [FWPM_LAYER_ALE_AUTH_CONNECT_V4, FWPM_LAYER_ALE_AUTH_CONNECT_V6]
            subLayerKey: s
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 3128 }
              - { fieldKey: FWPM_CONDITION_FLAGS, matchType: FWP_MATCH_FLAGS_ALL_SET, conditionValue: 0x100000 }
            action: { type: FWP_ACTION_BLOCK }
          - filterKey: moved
            layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
            subLayerKey: s
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_LOCAL_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 9090 }
            action: { type: FWP_ACTION_BLOCK }
        MORE
        """;

    private static PolicyRun run(Callout callout, String rules) throws PolicyErrors {
        return run(callout, rules, "");
    }

    private static PolicyRun run(Callout callout, String rules, String more, Callout... others) throws PolicyErrors {
        Callout[] all = new Callout[others.length + 1];
        all[0] = callout;
        System.arraycopy(others, 0, all, 1, others.length);
        return new PolicyRun(
                POLICY.replace("KEY", callout.key()).replace("RULES", rules).replace("MORE", more), all);
    }

    private static PolicyRun run(String rules) throws PolicyErrors {
        return run(new Redirector(), rules);
    }

    private static TestPacket web() {
        return tcp(SYN).from("10.0.0.7", 40_000).to("203.0.113.5", 80);
    }

    @SpecRule("11 C07")
    @Test
    void shouldRedirectAConnectFromAuthConnectOnAndKeepTheRecordAndTheObservedKey() throws PolicyErrors {
        PolicyRun run = run(
                "{ remote: 203.0.113.0/24, ports: 80, to: 127.0.0.1, toPort: 8080, process: 4711, context: office }");

        assertThat(run.send(web())).startsWith("permit ");
        RedirectTarget asked = RedirectTarget.of(new byte[] {(byte) 203, 0, 113, 5}, 80);
        RedirectTarget proxy = RedirectTarget.of(new byte[] {127, 0, 0, 1}, 8080);
        RedirectRecord record =
                new RedirectRecord("penstock-redirect", true, asked, new Redirect(proxy, "office", 4711, false));
        FlowState flow = run.events.started.getFirst();
        assertThat(flow.redirects()).containsExactly(record);
        assertThat(flow.key().remotePort()).as("what was sent").isEqualTo(80);
        assertThat(run.events.findings)
                .singleElement()
                .asString()
                .contains("redirected", "connect to 203.0.113.5:80 goes to 127.0.0.1:8080, process 4711");
        assertThat(run.send(tcp(ACK).from("10.0.0.7", 40_000).to("203.0.113.5", 80)))
                .as("a later packet of the flow as it was seen")
                .startsWith("permit ");
        assertThat(run.events.findings).hasSize(1);
    }

    @Test
    void shouldShowTheNewTupleAtAuthConnect() throws PolicyErrors {
        PolicyRun run = run("{ remote: any, ports: 80, to: 127.0.0.1, toPort: 3128 }");

        assertThat(run.send(web())).startsWith("block ALE_AUTH_CONNECT_V4 proxied");
        assertThat(run.send(tcp(SYN).from("10.0.0.7", 40_001).to("203.0.113.5", 443)))
                .as("no rule is for it")
                .startsWith("permit ");
        assertThat(run.send(tcp(SYN).from("10.0.0.7", 40_002).to("203.0.113.5", 3128)))
                .as("nobody redirected it")
                .startsWith("permit ");
    }

    @Test
    void shouldMoveTheLocalEndOfABind() throws PolicyErrors {
        PolicyRun run = run("{ name: own-port, local: 10.0.0.0/8, protocol: udp, toPort: 9090 }");

        assertThat(run.send(udp().from("10.0.0.7", 5_000).to("192.0.2.1", 53)))
                .startsWith("block ALE_AUTH_CONNECT_V4 moved");
        assertThat(run.events.findings)
                .singleElement()
                .asString()
                .contains("own-port", "bind of 10.0.0.7:5000 goes to 10.0.0.7:9090");
        assertThat(run.send(web())).as("another protocol").startsWith("permit ");
    }

    @Test
    void shouldRedirectIpv6AndKeepThePortWhereNoneIsNamed() throws PolicyErrors {
        PolicyRun run = run("{ remote: \"2001:db8::/32\", to: \"fd00::1\" }");
        run.send(tcp(SYN).from("fd00::7", 40_000).to("2001:db8::9", 3128));

        assertThat(run.events.last()).startsWith("block ALE_AUTH_CONNECT_V6 proxied");
        assertThat(run.events.redirects.getFirst().change().target().port()).isEqualTo(3128);
    }

    @Test
    void shouldTakeTheFirstRedirectThatIsForAnEndAndLeaveWhatGoesThereAlready() throws PolicyErrors {
        PolicyRun run = run("{ remote: 203.0.113.5, to: 203.0.113.5, toPort: 80 }, "
                + "{ name: second, remote: any, ports: 80-90, toPort: 81 }, { name: third, remote: any, toPort: 82 }");
        run.send(web());

        assertThat(run.events.findings).singleElement().asString().contains("second");
    }

    @Test
    void shouldPermitFirmlyWhatAnotherHasHandedToALocalProxy() throws PolicyErrors {
        String heavier = """
              - filterKey: heavier
                layerKey: FWPM_LAYER_ALE_CONNECT_REDIRECT_V4
                subLayerKey: hi
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: other }
            """;
        RedirectTarget theirs = RedirectTarget.of(new byte[] {127, 0, 0, 1}, 9);
        for (long process : new long[] {0, 12}) {
            PolicyRun run = run(
                    new Redirector(),
                    "{ remote: any, toPort: 8080 }",
                    heavier,
                    new Other(new Redirect(theirs, "", process, false)));
            run.send(web());
            assertThat(run.events.redirects)
                    .extracting(RedirectRecord::calloutKey)
                    .containsExactly(
                            process == 0 ? new String[] {"other", "penstock-redirect"} : new String[] {"other"});
        }
    }

    @Test
    void shouldRedirectOutOfBandByACompletionThatPermits() throws PolicyErrors {
        PolicyRun run = run(new OutOfBandRedirector(), "{ remote: any, ports: 80, to: 127.0.0.1, toPort: 3128 }");

        assertThat(run.send(web())).startsWith("block ALE_AUTH_CONNECT_V4 proxied");
        assertThat(run.events.redirects).hasSize(1);
        assertThat(run.events.findings).singleElement().asString().contains("goes to 127.0.0.1:3128");
    }

    @Test
    void shouldRedirectNoProtocolThatTheStackDoesNot() throws PolicyErrors {
        PolicyRun run = run("{ remote: any, to: 127.0.0.1 }");
        assertThat(run.send(TestPacket.ip(47).from("10.0.0.7").to("203.0.113.5").payload(new byte[8])))
                .startsWith("permit ");

        assertThat(run.events.redirects).isEmpty();
        assertThat(run.events.findings).isEmpty();
    }

    @Test
    void shouldBeRefusedWithEverythingThatIsWrongAtItsPlace() {
        assertThatThrownBy(() ->
                        run("{ remote: 10.0.0.0/33, to: 10.0.0.0/24 }, { ports: 1, toPort: 70000, protocol: sctp }, "
                                + "{ remote: any, proxy: x }, { local: \"fd00::1\", to: 10.0.0.1 }"))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContainingAll(
                        "test.yaml:5:89: FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: penstock-redirect: redirect 1:"
                                + " remote 10.0.0.0/33",
                        "redirect 1: 10.0.0.0/24 as to — expected one address",
                        "redirect 2: it needs either remote, for a connect, or local, for a bind",
                        "redirect 2: toPort is 70000 — expected a number from 0 to 65535",
                        "redirect 2: protocol is sctp — expected icmp or tcp or udp",
                        "redirect 3: unknown key proxy — expected name, remote, local",
                        "redirect 3: it goes nowhere else — expected to or toPort",
                        "redirect 4: fd00::1 and 10.0.0.1 are of different IP versions");
    }

    @Test
    void shouldBeRefusedWhereItCannotRedirect() {
        String elsewhere = """
              - filterKey: elsewhere
                layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
                subLayerKey: hi
                action: { type: FWP_ACTION_CALLOUT_UNKNOWN, calloutKey: penstock-redirect }
            """;
        assertThatThrownBy(() -> run(new Redirector(), "{ remote: any, toPort: 1 }", elsewhere))
                .hasMessageContainingAll(
                        "FWP_E_INCOMPATIBLE_LAYER: penstock-redirect: it redirects nothing at"
                                + " FWPM_LAYER_ALE_AUTH_CONNECT_V4",
                        "it redirects nothing as FWP_ACTION_CALLOUT_UNKNOWN — expected FWP_ACTION_CALLOUT_TERMINATING",
                        "it has no provider context");
    }

    /** Someone else's redirection. */
    private record Other(Redirect change) implements Callout {
        @Override
        public String key() {
            return "other";
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            out.redirection().apply(change);
            out.permit(in);
        }
    }
}

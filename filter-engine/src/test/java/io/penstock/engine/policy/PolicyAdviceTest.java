// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.remotePort;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.policy.PolicyAdvice.Advice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a policy could do better by the vendor's considerations (spec 10). */
class PolicyAdviceTest {
    private static final Map<String, CalloutUse> USES = Map.of(
            "fields", CalloutUse.FIELDS,
            "packet", CalloutUse.PACKET,
            "stream", CalloutUse.STREAM,
            "datagram", CalloutUse.DATAGRAM);

    @Test
    @SpecRule("10 G1")
    void shouldAdviseAStaticFilterWhereACalloutDecidesByFields() {
        PolicySketch policy = low().terminating("by-port", "ALE_AUTH_CONNECT_V4", "fields")
                .inspect("log", "ALE_AUTH_CONNECT_V4", "fields")
                .terminating("by-content", "ALE_AUTH_CONNECT_V4", "packet")
                .terminating("who-knows", "ALE_AUTH_CONNECT_V4", "other");

        assertThat(of("G1", policy)).containsExactly("by-port");
    }

    @Test
    @SpecRule("10 G2")
    void shouldAdviseAHigherLayerWhereConditionsAreAConnections() {
        PolicySketch policy = low().block("port", "OUTBOUND_TRANSPORT_V4", remotePort(80))
                .block("fragments", "INBOUND_TRANSPORT_V4", flagsAll(0x20))
                .block("all", "INBOUND_TRANSPORT_V4")
                .block("up", "ALE_AUTH_CONNECT_V4", remotePort(80));

        assertThat(of("G2", policy)).containsExactly("port");
    }

    @Test
    @SpecRule("10 G2")
    void shouldAdviseAHigherLayerWherePayloadIsReadThere() {
        PolicySketch policy = low().inspect("http", "INBOUND_IPPACKET_V4", "stream")
                .inspect("dns", "INBOUND_TRANSPORT_V4", "datagram")
                .inspect("headers", "INBOUND_IPPACKET_V4", "packet")
                .inspect("right", "STREAM_V4", "stream");

        assertThat(of("G2", policy)).containsExactly("http", "dns");
        assertThat(advice(policy).getFirst().text()).contains("STREAM");
    }

    @Test
    @SpecRule("10 G14")
    void shouldAdviseAPlaceThatDoesNotStandInTheWayOfIpsec() {
        PolicySketch policy = low().terminating("content", "IPFORWARD_V4", "packet")
                .terminating("lonely", "INBOUND_TRANSPORT_V4", "packet")
                .terminating("pair", "INBOUND_TRANSPORT_V4", "other")
                .terminating("pair-up", "ALE_AUTH_RECV_ACCEPT_V4", "other")
                .sublayer("heavy", 0xFFFF)
                .terminating("on-top", "OUTBOUND_TRANSPORT_V4", "packet");

        assertThat(of("G14", policy)).containsExactly("content", "lonely", "on-top");
        assertThat(advice(policy))
                .filteredOn(a -> a.filterKey().equals("on-top"))
                .extracting(Advice::text)
                .containsExactly("sublayer heavy is not below FWPM_SUBLAYER_UNIVERSAL");
    }

    @Test
    void shouldHaveNoAdviceOnAPolicyThatNeedsNone() {
        assertThat(advice(new PolicySketch().permit("web", "ALE_AUTH_CONNECT_V4", remotePort(80))))
                .isEmpty();
    }

    private static PolicySketch low() {
        return new PolicySketch().sublayer("low", 8);
    }

    private static List<Advice> advice(PolicySketch policy) {
        return PolicyAdvice.of(policy.policy(), key -> USES.getOrDefault(key, CalloutUse.UNKNOWN));
    }

    private static List<String> of(String rule, PolicySketch policy) {
        return advice(policy).stream()
                .filter(a -> a.rule().equals(rule))
                .map(Advice::filterKey)
                .distinct()
                .toList();
    }
}

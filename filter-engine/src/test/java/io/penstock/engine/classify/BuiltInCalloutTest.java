// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsNone;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallout.Behaviour;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows' own callouts: known by key and name, those work that can, the others are inert (spec 4.6, 8.1). */
class BuiltInCalloutTest {
    private static final String SILENT_DROP = "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP";
    private static final String IPSEC = "FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4";
    private static final String TEMPLATES = "FWPM_CALLOUT_TCP_TEMPLATES_CONNECT_LAYER_V4";
    private static final String TWIN = "INBOUND_TRANSPORT_V4_DISCARD";

    @Test
    void shouldKnowThemByNameGuidAndAlias() {
        assertThat(BuiltInCallouts.all()).hasSize(92).allSatisfy(callout -> {
            assertThat(BuiltInCallouts.byKey(callout.guid())).contains(callout);
            assertThat(BuiltInCallouts.byKey(callout.calloutKey())).contains(callout);
            assertThat(callout.name()).isNotBlank();
        });
        assertThat(BuiltInCallouts.byKey("{eda08606-2494-4d78-89bc-67837c03b969}"))
                .map(BuiltInCallout::calloutKey)
                .contains(SILENT_DROP);
        assertThat(BuiltInCallouts.byKey("FWPM_CALLOUT_EDGE_TRAVERSAL_ALE_LISTEN_V6"))
                .map(BuiltInCallout::calloutKey)
                .contains("FWPM_CALLOUT_TEREDO_ALE_LISTEN_V6");
        assertThat(BuiltInCallouts.byKey("{00000000-0000-0000-0000-000000000000}"))
                .isEmpty();
    }

    @Test
    void shouldHaveCodeForTheSilentDropsAlone() {
        assertThat(BuiltInCallouts.all().stream()
                        .filter(callout -> callout.behaviour() == Behaviour.WORKS)
                        .map(BuiltInCallout::calloutKey))
                .containsExactly(SILENT_DROP, SILENT_DROP.replace("V4", "V6"));
    }

    @Test
    void shouldSilenceTheStackWithTheSilentDropAtTheDiscardLayer() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("stealth", TWIN, SILENT_DROP, flagsNone(ConditionFlag.IS_LOOPBACK)));

        String verdict = bench.event(
                EndpointEvent.NoEndpoint::new,
                tcp(SYN).from("192.0.2.9", 9).to("10.0.0.1", 80).inbound());

        assertThat(verdict).isEqualTo("block INBOUND_TRANSPORT_V4 - InetDiscardEndpointNotFound");
        assertThat(bench.events.discards).singleElement().satisfies(d -> {
            assertThat(d.suppression().filterKey()).isEqualTo("stealth");
            assertThat(d.suppression().calloutKey()).isEqualTo(SILENT_DROP);
        });
    }

    @Test
    @SpecRule("11 P26")
    void shouldSkipAnInertOneAndSayUncertain() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .terminating("ipsec", "INBOUND_TRANSPORT_V4", IPSEC)
                .permit("else", "INBOUND_TRANSPORT_V4"));

        assertThat(bench.send(udp().from("192.0.2.9", 9).to("10.0.0.1", 80).inbound()))
                .isEqualTo("permit INBOUND_TRANSPORT_V4 else - uncertain");
        assertThat(bench.steps())
                .as("the trace shows the filter")
                .anySatisfy(step -> assertThat(step.toString()).contains("ipsec"));
    }

    @Test
    void shouldTakeACalloutThatOnlyObservesForCertainAsInspectionAlone() {
        EngineBench looks = new EngineBench(new PolicySketch().inspect("look", "ALE_AUTH_CONNECT_V4", TEMPLATES));
        assertThat(looks.send(udp())).isEqualTo("permit - - -");

        EngineBench decides = new EngineBench(new PolicySketch().terminating("ask", "ALE_AUTH_CONNECT_V4", TEMPLATES));
        assertThat(decides.send(udp())).isEqualTo("permit - - - uncertain");
    }

    @Test
    void shouldLetADocumentNameThemWithoutListingThem() throws PolicyErrors {
        Policy policy = read("""
            filters:
            - filterKey: stealth
              displayData: {name: stealth}
              layerKey: FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD
              action: {type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: '{EDA08606-2494-4D78-89BC-67837C03B969}'}
            - filterKey: ipsec
              displayData: {name: ipsec}
              layerKey: FWPM_LAYER_INBOUND_TRANSPORT_V4
              action: {type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4}
            - filterKey: templates
              displayData: {name: templates}
              layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
              action:
                type: FWP_ACTION_CALLOUT_INSPECTION
                calloutKey: FWPM_CALLOUT_TCP_TEMPLATES_CONNECT_LAYER_V4
            """);

        assertThat(policy.filters().getFirst().action().callout()).isEqualTo(SILENT_DROP);
        assertThat(policy.inertCallouts())
                .extracting(CalloutObject::calloutKey, CalloutObject::name)
                .containsExactly(org.assertj.core.api.Assertions.tuple(
                        IPSEC, "WFP Built-in IPsec Inbound Transport v4 Layer Callout"));
        assertThat(PolicyDocument.parse("again", PolicyDocument.yaml(policy).getBytes(StandardCharsets.UTF_8))
                        .version())
                .isEqualTo(policy.version());
    }

    @Test
    void shouldRefuseABuiltInCalloutAtAnotherLayer() {
        assertThat(errors("""
            filters:
            - filterKey: wrong
              displayData: {name: wrong}
              layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
              action:
                type: FWP_ACTION_CALLOUT_TERMINATING
                calloutKey: FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP
            """)).singleElement().asString().contains("FWP_E_INCOMPATIBLE_LAYER");
    }

    @Test
    void shouldTakeADocumentsWordThatABuiltInOneIsInert() throws PolicyErrors {
        Policy policy = read("""
            callouts:
            - calloutKey: FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP
              displayData: {name: Stealth}
              inert: true
            filters:
            - filterKey: stealth
              displayData: {name: stealth}
              layerKey: FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD
              action:
                type: FWP_ACTION_CALLOUT_TERMINATING
                calloutKey: FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP
            """);

        assertThat(policy.inertCallouts()).extracting(CalloutObject::name).containsExactly("Stealth");
    }

    private static Policy read(String yaml) throws PolicyErrors {
        return PolicyDocument.parse("p.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> errors(String yaml) {
        try {
            read(yaml);
            return List.of();
        } catch (PolicyErrors wrong) {
            return wrong.getMessage().lines().toList();
        }
    }
}

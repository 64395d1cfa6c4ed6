// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of layers: names, twins, and which of them Penstock ever shows anything (spec 2.1, 2.2). */
class LayerTest {
    /** Families with a discard twin (spec 2.1). */
    private static final Set<String> TWINNED = Set.of(
            "INBOUND_IPPACKET",
            "OUTBOUND_IPPACKET",
            "IPFORWARD",
            "INBOUND_TRANSPORT",
            "OUTBOUND_TRANSPORT",
            "STREAM",
            "DATAGRAM_DATA",
            "INBOUND_ICMP_ERROR",
            "OUTBOUND_ICMP_ERROR",
            "ALE_RESOURCE_ASSIGNMENT",
            "ALE_AUTH_LISTEN",
            "ALE_AUTH_RECV_ACCEPT",
            "ALE_AUTH_CONNECT",
            "ALE_FLOW_ESTABLISHED");

    @Test
    void shouldKnowEveryLayerByItsKeysItsGuidAndWhereItIsStableItsId() {
        assertThat(Layer.all()).hasSize(99);
        for (Layer layer : Layer.all()) {
            assertThat(Layer.byKey(layer.key())).contains(layer);
            if (!layer.guid().isEmpty()) {
                assertThat(Layer.byKey(layer.guid())).contains(layer);
                assertThat(Layer.byKey(layer.guid().toUpperCase(Locale.ROOT))).contains(layer);
            }
            assertThat(Layer.byKey(layer.key().replace("FWPM_LAYER_", ""))).contains(layer);
            assertThat(Layer.byStableId(layer.layerId()))
                    .isEqualTo(layer.layerId() < 72 ? Optional.of(layer) : Optional.empty());
        }
        assertThat(Layer.all()).filteredOn(layer -> layer.guid().isEmpty()).hasSize(2);
        assertThat(Layer.byKey("")).isEmpty();
        assertThat(Layer.byKey("FWPS_LAYER_STREAM_V4")).map(Layer::layerId).contains(20);
    }

    @Test
    void shouldFindNoLayerByAnIdThatMovesFromBuildToBuild() {
        assertThat(Layer.byStableId(72)).isEmpty();
        assertThat(Layer.byStableId(98)).isEmpty();
        assertThat(Layer.byStableId(-1)).isEmpty();
        assertThat(Layer.byStableId(71)).map(Layer::key).contains("FWPM_LAYER_STREAM_PACKET_V6");
    }

    @Test
    void shouldNumberTheLayersOfAFamilyAsTracesDo() {
        assertThat(Layer.byStableId(36)).map(Layer::key).contains("FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4");
        assertThat(Layer.byStableId(44)).map(Layer::key).contains("FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4");
        assertThat(Layer.byStableId(48)).map(Layer::key).contains("FWPM_LAYER_ALE_AUTH_CONNECT_V4");
        assertThat(Layer.byStableId(50)).map(Layer::key).contains("FWPM_LAYER_ALE_AUTH_CONNECT_V6");
    }

    @Test
    @SpecRule({"11 C08", "11 C09"})
    void shouldHaveDiscardTwinsInJustTheFamiliesThatHaveIdentifiersForThem() {
        Set<String> twinned = Layer.all().stream()
                .filter(layer -> layer.discardTwin().isPresent())
                .map(Layer::family)
                .collect(Collectors.toSet());

        assertThat(twinned).isEqualTo(TWINNED);
        for (Layer layer : Layer.all()) {
            layer.discardTwin().ifPresent(twin -> {
                assertThat(twin.isDiscard()).isTrue();
                assertThat(twin.family()).isEqualTo(layer.family());
                assertThat(twin.isV6()).isEqualTo(layer.isV6());
                assertThat(twin.isIndicated()).isTrue();
            });
        }
    }

    @Test
    void shouldIndicateNothingToUserModeAndInternalLayers() {
        Set<String> indicated = Layer.all().stream()
                .filter(Layer::isIndicated)
                .map(Layer::family)
                .collect(Collectors.toSet());
        Set<String> families =
                Set.of(LayerFamily.values()).stream().map(Enum::name).collect(Collectors.toSet());

        assertThat(indicated).isEqualTo(families);
        for (LayerFamily family : LayerFamily.values()) {
            for (IpVersion version : IpVersion.values()) {
                assertThat(Layer.of(family, version).isIndicated()).isTrue();
            }
        }
        assertThat(Layer.all()).filteredOn(layer -> !layer.isIndicated()).hasSize(29);
    }
}

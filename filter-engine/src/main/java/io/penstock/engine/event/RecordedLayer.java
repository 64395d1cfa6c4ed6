// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.Optional;

/**
 * Finds the layer of a recorded event (spec 2.1, 8.4): the run-time id tells version and discard twin as well, but differs from build to build from 72 on;
 * LayerName tells the family alone.
 */
final class RecordedLayer {
    private RecordedLayer() {}

    static Optional<Layer> of(RecordedEvent event) {
        return Layer.byStableId(event.layerId()).or(() -> byName(event));
    }

    private static Optional<Layer> byName(RecordedEvent event) {
        List<String> families = event.layerName().families();
        if (families.size() == 1) {
            return ofFamily(families.getFirst(), event.event().header().ipVersion());
        }
        return event.direction()
                .flatMap(way -> families.stream()
                        .filter(family -> direction(family).filter(way::equals).isPresent())
                        .findFirst())
                .flatMap(family -> ofFamily(family, event.event().header().ipVersion()));
    }

    private static Optional<Layer> ofFamily(String family, int ipVersion) {
        return Layer.byKey(family).or(() -> ipVersion == 0 ? Optional.empty() : Layer.byKey(family + "_V" + ipVersion));
    }

    /** The direction that a layer's name tells. */
    static Optional<EventDirection> direction(String family) {
        if (family.startsWith("INBOUND_") || family.startsWith("INGRESS_") || family.equals("ALE_AUTH_RECV_ACCEPT")) {
            return Optional.of(EventDirection.IN);
        }
        if (family.equals("IPFORWARD")) {
            return Optional.of(EventDirection.FORWARD);
        }
        boolean out = family.startsWith("OUTBOUND_")
                || family.startsWith("EGRESS_")
                || family.equals("ALE_AUTH_CONNECT")
                || family.equals("ALE_CONNECT_REDIRECT");
        return out ? Optional.of(EventDirection.OUT) : Optional.empty();
    }
}

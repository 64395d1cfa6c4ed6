// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads layer keys: full, without {@code FWPM_LAYER_}, or as GUIDs. */
final class LayerReader {
    private static final List<String> KEYS =
            Layer.all().stream().map(Layer::key).toList();

    private LayerReader() {}

    /** The layers that a member names, one or a list; those unknown are told and left out. */
    static List<Layer> layers(Members members, String key) {
        List<Layer> layers = new ArrayList<>();
        for (Node node : members.oneOrMany(key)) {
            layer(node, members.errors()).ifPresent(layer -> {
                if (layers.contains(layer)) {
                    members.errors()
                            .add(
                                    node,
                                    "FWP_E_ALREADY_EXISTS: layer " + layer.key() + " stands twice",
                                    "each layer once");
                } else {
                    layers.add(layer);
                }
            });
        }
        return layers;
    }

    private static Optional<Layer> layer(Node node, ErrorSink errors) {
        if (!(node instanceof Node.Scalar scalar)) {
            errors.add(node, node.kind() + " as a layer", "a layer key");
            return Optional.empty();
        }
        String key = ObjectKeys.normal(scalar.text().strip());
        Optional<Layer> layer = Layer.byKey(key);
        if (layer.isEmpty()) {
            String full = key.startsWith("FWPM_") ? key : "FWPM_LAYER_" + key;
            errors.add(
                    node,
                    "FWP_E_LAYER_NOT_FOUND: unknown layer " + scalar.kind(),
                    "one of the 99 layers",
                    NearestName.of(full, KEYS));
        }
        return layer;
    }
}

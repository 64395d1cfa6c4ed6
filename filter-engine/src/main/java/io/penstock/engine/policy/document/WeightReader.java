// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.AutomaticWeight;
import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.OptionalLong;

/** Reads a filter's weight (spec 1.9): a range of 0 to 15, a number of 64 bits, nothing, or the effective weight of an import. */
final class WeightReader {
    private static final String EXPECTED = "a range 0..15, {type: FWP_UINT64, uint64: …}, or no weight";
    static final List<String> KEYS = List.of("type", "uint8", "uint64");

    private WeightReader() {}

    /** The effective weight of a filter with these conditions at this layer. */
    static long effective(Members filter, Layer layer, List<Condition> conditions) {
        Node given = filter.get("effectiveWeight");
        if (given != null) {
            return number(given, "FWP_UINT64", filter.errors());
        }
        return switch (filter.get("weight")) {
            case null -> AutomaticWeight.of(layer, conditions);
            case Node.Scalar scalar
            when scalar.text().strip().equals("FWP_EMPTY") -> AutomaticWeight.of(layer, conditions);
            case Node.Mapping typed -> typed(typed, filter.errors(), layer, conditions);
            case Node node ->
                AutomaticWeight.inRange((int) number(node, "FWP_UINT8", filter.errors()), layer, conditions);
        };
    }

    private static long typed(Node.Mapping typed, ErrorSink errors, Layer layer, List<Condition> conditions) {
        Members members = Members.of(typed, "weight", KEYS, errors).orElseThrow();
        return switch (members.requiredText("type").orElse("")) {
            case "FWP_UINT64" -> number(typed, "FWP_UINT64", errors);
            case "FWP_UINT8" -> AutomaticWeight.inRange((int) number(typed, "FWP_UINT8", errors), layer, conditions);
            case "FWP_EMPTY" -> AutomaticWeight.of(layer, conditions);
            default -> {
                errors.add(
                        members.place("type"),
                        "FWP_E_INVALID_WEIGHT: weight of another type",
                        "FWP_UINT64, FWP_UINT8 or FWP_EMPTY");
                yield 0;
            }
        };
    }

    /** The number of a scalar, or of the member of its type; 0 after an error. */
    private static long number(Node node, String type, ErrorSink errors) {
        boolean wide = type.equals("FWP_UINT64");
        Node value = node instanceof Node.Mapping typed ? typed.get(wide ? "uint64" : "uint8") : node;
        if (value instanceof Node.Scalar scalar) {
            OptionalLong number = NumberText.unsigned(scalar.text().strip(), wide ? 64 : 8);
            if (number.isPresent() && (wide || number.getAsLong() <= AutomaticWeight.MAX_RANGE)) {
                return number.getAsLong();
            }
        }
        errors.add(
                value == null ? node : value,
                "FWP_E_INVALID_WEIGHT: " + (value == null ? "no value" : value.kind()),
                EXPECTED);
        return 0;
    }
}

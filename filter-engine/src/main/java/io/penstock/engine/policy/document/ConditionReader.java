// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionFault;
import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the conditions of a filter and holds them against the schema of its layer (spec 3). */
final class ConditionReader {
    static final List<String> KEYS = List.of("fieldKey", "matchType", "conditionValue");
    private static final List<String> MATCH_KEYS =
            Arrays.stream(MatchType.values()).map(MatchType::key).toList();

    private final ErrorSink errors;
    private final boolean strictDuplicates;
    private final NamedSets sets;

    ConditionReader(ErrorSink errors, boolean strictDuplicates, NamedSets sets) {
        this.errors = errors;
        this.sets = sets;
        this.strictDuplicates = strictDuplicates;
    }

    /**
     * What was read of a filter's conditions.
     *
     * @param numbers for each condition as written the number of the first one that came of it
     */
    record Read(List<Condition> conditions, List<Integer> numbers) {}

    /** The conditions as this layer types them; those with errors are told and left out. */
    Read read(List<Node> nodes, Layer layer) {
        List<Condition> conditions = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Set<Condition> seen = new HashSet<>();
        for (Node written : nodes) {
            numbers.add(conditions.size());
            for (Node node : spelledOut(written, layer)) {
                List<Condition> read = Members.of(node, "condition", KEYS, errors)
                        .map(members -> conditions(members, layer))
                        .orElse(List.of());
                for (Condition condition : read) {
                    conditions.add(condition);
                    if (!seen.add(condition) && strictDuplicates) {
                        errors.add(
                                node,
                                "FWP_E_DUPLICATE_CONDITION: the same condition twice",
                                "each once (policy.strictDuplicates is on)");
                    }
                }
            }
        }
        return new Read(conditions, numbers);
    }

    private List<Node> spelledOut(Node node, Layer layer) {
        return node instanceof Node.Scalar phrase && !phrase.isNull()
                ? ConditionPhrase.conditions(phrase, layer, errors)
                : List.of(node);
    }

    /** One condition, or as many as a set has members; none after an error. */
    private List<Condition> conditions(Members members, Layer layer) {
        Field field = members.requiredText("fieldKey")
                .flatMap(key -> field(key, members.place("fieldKey"), layer))
                .orElse(null);
        Optional<MatchType> named =
                members.text("matchType").flatMap(key -> matchType(key, members.place("matchType")));
        Node value = members.required("conditionValue").orElse(null);
        boolean wrongMatch = members.get("matchType") != null && named.isEmpty();
        if (field == null || value == null || wrongMatch) {
            return List.of();
        }
        if (NamedSets.isReference(value) && isSetOrWrong(field, layer)) {
            return named.orElse(MatchType.EQUAL) == MatchType.EQUAL
                    ? ofSet(field, layer, (Node.Scalar) value)
                    : refuseMatch(members, (Node.Scalar) value);
        }
        ConditionValue typed = new ValueReader(field, layer.typeOf(field).orElseThrow(), errors).read(value);
        if (typed == null) {
            return List.of();
        }
        Condition condition = new Condition(field, named.orElse(usual(typed)), typed);
        return fits(members, condition, layer) ? List.of(condition) : List.of();
    }

    private static MatchType usual(ConditionValue value) {
        return value instanceof ConditionValue.Range ? MatchType.RANGE : MatchType.EQUAL;
    }

    /** Where text may be the value, a text may begin with a dollar sign. */
    private static boolean isSetOrWrong(Field field, Layer layer) {
        return switch (layer.typeOf(field).orElseThrow()) {
            case FWP_BYTE_BLOB_TYPE, FWP_UNICODE_STRING_TYPE -> false;
            default -> true;
        };
    }

    private List<Condition> ofSet(Field field, Layer layer, Node.Scalar reference) {
        return sets.values(reference, field, layer).stream()
                .map(value -> new Condition(field, usual(value), value))
                .toList();
    }

    /** Conditions on one field are alternatives: not to be in each of two networks holds for every address. */
    private List<Condition> refuseMatch(Members members, Node.Scalar reference) {
        errors.add(
                members.place("matchType"),
                "FWP_E_MATCH_TYPE_MISMATCH: a set such as " + reference.kind() + " with another match type",
                "FWP_MATCH_EQUAL; to exclude a set, decide it in a heavier filter");
        return List.of();
    }

    private Optional<Field> field(String key, Node at, Layer layer) {
        List<String> schema = layer.fields().stream().map(Field::key).toList();
        Optional<Field> field = Field.byKey(key).filter(f -> layer.typeOf(f).isPresent());
        if (field.isEmpty()) {
            boolean elsewhere = Field.byKey(key).isPresent();
            errors.add(
                    at,
                    "FWP_E_CONDITION_NOT_FOUND: " + (elsewhere ? "" : "unknown ") + "field '" + key + "' at layer "
                            + layer.key(),
                    "a field of this layer's schema",
                    elsewhere ? "" : NearestName.of(key.startsWith("FWPM_") ? key : "FWPM_CONDITION_" + key, schema));
        }
        return field;
    }

    private Optional<MatchType> matchType(String key, Node at) {
        for (MatchType type : MatchType.values()) {
            if (key.equals(type.key()) || key.equals(type.name())) {
                return Optional.of(type);
            }
        }
        errors.add(
                at, "unknown match type '" + key + "'", String.join(", ", MATCH_KEYS), NearestName.of(key, MATCH_KEYS));
        return Optional.empty();
    }

    private boolean fits(Members members, Condition condition, Layer layer) {
        ConditionFault fault = ConditionRules.fault(layer, condition).orElse(null);
        if (fault == null) {
            return true;
        }
        Node place = switch (fault.part()) {
            case FIELD -> members.place("fieldKey");
            case MATCH_TYPE -> members.place("matchType");
            case VALUE -> members.place("conditionValue");
        };
        errors.add(place, fault.message(), fault.expected());
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldType;
import io.penstock.engine.policy.Layer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The named sets of a document, {@code sets: {addresses: {office: […]}, ports: {web: […]}}}: what {@code $office} stands for as a condition's value. Members may be
 * other sets. A set is expanded where it is used, so that the policy, its version and its weights are those of the conditions written out.
 */
final class NamedSets {
    /** How errors call the member {@code sets}. */
    static final String WHAT = "mapping of sets";

    static final List<String> KINDS = List.of("addresses", "ports");
    /** Sets in sets; deeper nesting is a mistake or meant to hurt. */
    static final int MAX_DEPTH = 16;
    /** Most members of all sets that are used, each counted once, and most conditions that uses stand for. */
    static final int MAX_EXPANDED = 500_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    private final ErrorSink errors;
    private final Map<String, NamedSet> sets = new LinkedHashMap<>();
    private final Map<String, Set<ConditionValue>> expanded = new HashMap<>();
    private int members;
    private int conditions;

    /** Reads the member {@code sets} of a document, null where there is none. */
    NamedSets(Node node, ErrorSink errors) {
        this.errors = errors;
        if (node != null) {
            Members.of(node, WHAT, KINDS, errors).ifPresent(this::define);
        }
        new SetNesting(sets, errors).check();
    }

    /** Whether a value is the name of a set. */
    static boolean isReference(Node value) {
        return value instanceof Node.Scalar scalar && scalar.text().strip().startsWith("$");
    }

    private static String kind(Field field, Layer layer) {
        if (layer.fieldTypeOf(field) == FieldType.IP_ADDRESS) {
            return "addresses";
        }
        boolean port = field.key().endsWith("_PORT") && layer.typeOf(field).orElse(null) == DataType.FWP_UINT16;
        return port ? "ports" : null;
    }

    private void define(Members kinds) {
        for (String kind : KINDS) {
            Node node = kinds.get(kind);
            if (node instanceof Node.Mapping named) {
                named.members().forEach(member -> define(kind, member));
            } else if (node != null) {
                errors.add(node, node.kind() + " as " + kind, "name: [member, …]");
            }
        }
    }

    private void define(String kind, Node.Member member) {
        String name = member.key().text();
        if (!NAME.matcher(name).matches()) {
            errors.add(
                    member.key(),
                    member.key().kind() + " as the name of a set",
                    "a letter, then letters, digits, '_', '-' and '.'");
        }
        NamedSet set = NamedSet.read(kind, member, errors);
        NamedSet before = sets.putIfAbsent(name, set);
        if (before != null) {
            errors.add(
                    member.key(),
                    "FWP_E_ALREADY_EXISTS: set '" + name + "' stands twice, first at "
                            + errors.place(before.place(), member.key()),
                    "each name once");
        }
    }

    /**
     * What a reference stands for at a layer: addresses of the layer's IP version, or ports.
     *
     * @return the values in the order of the document, each once; empty after an error
     */
    Set<ConditionValue> values(Node.Scalar use, Field field, Layer layer) {
        String name = use.text().strip().substring(1);
        NamedSet set = sets.get(name);
        if (set == null) {
            errors.add(use, "unknown set " + use.kind(), "a name under sets", nearest(name));
            return Set.of();
        }
        String kind = kind(field, layer);
        if (!set.kind().equals(kind)) {
            errors.add(
                    use,
                    "FWP_E_TYPE_MISMATCH: " + use.kind() + " for " + field.key() + ", a set of " + set.kind() + " ("
                            + errors.place(set.place(), use) + ")",
                    kind == null ? "a value of its own: sets hold addresses and ports" : "a set of " + kind);
            return Set.of();
        }
        Set<ConditionValue> values = new LinkedHashSet<>(expand(name, use));
        DataType type = layer.typeOf(field).orElseThrow();
        values.removeIf(value -> !NamedSet.isOf(type, value));
        if (values.isEmpty() && errors.isEmpty()) {
            errors.add(
                    use,
                    "FWP_E_TYPE_MISMATCH: " + use.kind() + " holds no IPv" + (layer.isV6() ? 6 : 4) + " address ("
                            + errors.place(set.place(), use) + "), but stands at layer " + layer.key(),
                    "an address of this version in the set, or another layer");
        }
        conditions += values.size();
        if (conditions > MAX_EXPANDED) {
            tooMany(use);
            return Set.of();
        }
        return values;
    }

    private String nearest(String name) {
        String nearest = NearestName.of(name, sets.keySet());
        return nearest.isEmpty() ? "" : "$" + nearest;
    }

    private Set<ConditionValue> expand(String name, Node use) {
        Set<ConditionValue> known = expanded.get(name);
        if (known != null) {
            return known;
        }
        Set<ConditionValue> all = new LinkedHashSet<>();
        // Broken sets are told where they are defined; here they would never end.
        if (errors.isEmpty()) {
            for (NamedSet.Item item : sets.get(name).items()) {
                if (item.reference() == null) {
                    all.add(item.value());
                } else {
                    all.addAll(expand(item.reference(), use));
                }
            }
        }
        members += all.size();
        if (members > MAX_EXPANDED) {
            tooMany(use);
            all = Set.of();
        }
        expanded.put(name, all);
        return all;
    }

    private void tooMany(Node use) {
        if (errors.isEmpty()) {
            errors.add(use, "the sets stand for more than " + MAX_EXPANDED + " conditions", "networks and ranges");
        }
    }
}

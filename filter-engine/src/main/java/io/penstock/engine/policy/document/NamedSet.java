// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionFault;
import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.IpVersion;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One set as it is defined.
 *
 * @param kind {@code addresses} or {@code ports}
 * @param place where its name stands
 * @param items its members, those with errors left out
 */
record NamedSet(String kind, Node.Scalar place, List<NamedSet.Item> items) {
    /**
     * A member: a value, or the name of another set.
     *
     * @param reference the other set's name, null for a value
     */
    record Item(Node.Scalar place, ConditionValue value, String reference) {}

    NamedSet {
        items = List.copyOf(items);
    }

    static NamedSet read(String kind, Node.Member member, ErrorSink errors) {
        List<Node> nodes = member.value() instanceof Node.Sequence list ? list.items() : List.of(member.value());
        List<Item> items = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
                item(kind, member.key().text(), scalar, errors).ifPresent(items::add);
            } else {
                errors.add(
                        node,
                        node.kind() + " in the " + kind + " '" + member.key().text() + "'",
                        expected(kind));
            }
        }
        if (nodes.isEmpty()) {
            errors.add(member.value(), "set '" + member.key().text() + "' without members", expected(kind));
        }
        return new NamedSet(kind, member.key(), items);
    }

    private static Optional<Item> item(String kind, String set, Node.Scalar scalar, ErrorSink errors) {
        if (NamedSets.isReference(scalar)) {
            return Optional.of(new Item(scalar, null, scalar.text().strip().substring(1)));
        }
        boolean v6 = scalar.text().indexOf(':') >= 0;
        boolean written = !kind.equals("addresses") || v6 || scalar.text().indexOf('.') >= 0;
        Field field = kind.equals("addresses") ? Field.IP_REMOTE_ADDRESS : Field.IP_REMOTE_PORT;
        Layer layer = Layer.of(LayerFamily.ALE_AUTH_CONNECT, v6 ? IpVersion.V6 : IpVersion.V4);
        DataType type = layer.typeOf(field).orElseThrow();
        ErrorSink own = errors.apart();
        ConditionValue value = written ? new ValueReader(field, type, own).read(scalar) : null;
        String fault = own.first().contains("INVALID_NET_MASK") ? "FWP_E_INVALID_NET_MASK" : "FWP_E_TYPE_MISMATCH";
        if (value != null && isOf(type, value)) {
            MatchType match = value instanceof ConditionValue.Range ? MatchType.RANGE : MatchType.EQUAL;
            Optional<ConditionFault> wrong = ConditionRules.fault(layer, new Condition(field, match, value));
            if (wrong.isEmpty()) {
                return Optional.of(new Item(scalar, value, null));
            }
            fault = wrong.get().error().name();
        }
        errors.add(scalar, fault + ": " + scalar.kind() + " in the " + kind + " '" + set + "'", expected(kind));
        return Optional.empty();
    }

    private static String expected(String kind) {
        return kind.equals("addresses")
                ? "IPv4 or IPv6 addresses, networks, ranges with both ends, or $set"
                : "ports 0..65535, ranges like 8000-8010, or $set";
    }

    /** Whether a value is one of a field's type: a number, an address, a network or a range of them. */
    static boolean isOf(DataType type, ConditionValue value) {
        return switch (value) {
            case ConditionValue.Number number -> number.type() == type;
            case ConditionValue.Wide wide -> type == DataType.FWP_BYTE_ARRAY16_TYPE;
            case ConditionValue.V4Mask mask -> type == DataType.FWP_UINT32;
            case ConditionValue.V6Mask mask -> type == DataType.FWP_BYTE_ARRAY16_TYPE;
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> isOf(type, low) && isOf(type, high);
            default -> false;
        };
    }
}

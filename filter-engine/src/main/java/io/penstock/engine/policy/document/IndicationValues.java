// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.Optional;

/** Reads the field values of an indication at a layer; what is not given is empty (spec 3.5). */
final class IndicationValues {
    private final ErrorSink errors;
    private final Layer layer;
    private final FieldValues values = new FieldValues();

    IndicationValues(ErrorSink errors, Layer layer) {
        this.errors = errors;
        this.layer = layer;
    }

    FieldValues values() {
        return values;
    }

    /** Reads a mapping of fields to values; null gives none. */
    void read(Node node) {
        if (node == null) {
            return;
        }
        if (!(node instanceof Node.Mapping given)) {
            errors.add(node, "values that are no mapping", "fieldKey: value");
            return;
        }
        for (Node.Member member : given.members()) {
            one(member);
        }
    }

    private void one(Node.Member member) {
        Optional<Field> field =
                Field.byKey(member.key().text()).filter(f -> layer.typeOf(f).isPresent());
        if (field.isEmpty()) {
            List<String> schema = layer.fields().stream().map(Field::key).toList();
            String nearest = NearestName.of(member.key().text(), schema);
            errors.add(
                    member.key(),
                    "unknown field " + member.key().kind() + " at layer " + layer.key(),
                    "a field of its schema",
                    nearest);
            return;
        }
        ConditionValue value =
                new ValueReader(field.get(), layer.typeOf(field.get()).orElseThrow(), errors).read(member.value());
        set(field.get(), value, member.value());
    }

    private void set(Field field, ConditionValue value, Node at) {
        switch (value) {
            case null -> {}
            case ConditionValue.Empty() -> values.setEmpty(field);
            case ConditionValue.Number(var type, long number) -> values.setNumber(field, number);
            case ConditionValue.Wide(long high, long low) -> values.setWide(field, high, low);
            case ConditionValue.Blob blob -> values.setObject(field, blob.bytes());
            case ConditionValue.Text(var type, String text) -> values.setObject(field, text);
            default -> errors.add(at, at.kind() + " as the value of " + field.key(), "one value");
        }
    }
}

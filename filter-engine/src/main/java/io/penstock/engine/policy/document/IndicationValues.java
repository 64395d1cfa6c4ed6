// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.Sid;
import io.penstock.engine.condition.TokenInformation;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
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
        DataType type = layer.typeOf(field.get()).orElseThrow();
        if (type.isToken()) {
            token(field.get(), member.value());
        } else {
            set(field.get(), new ValueReader(field.get(), type, errors).read(member.value()), member.value());
        }
    }

    /** A token as the list of its SIDs: the user first, then groups, package and capabilities in any order. */
    private void token(Field field, Node node) {
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
        List<Sid> sids = new ArrayList<>();
        for (Node item : items) {
            if (item instanceof Node.Scalar scalar && Sid.isSid(scalar.text().strip())) {
                sids.add(new Sid(scalar.text().strip()));
            }
        }
        if (node instanceof Node.Scalar empty && empty.text().equals(DataType.FWP_EMPTY.name())) {
            values.setEmpty(field);
        } else if (sids.size() == items.size() && TokenInformation.hasUser(sids)) {
            values.setToken(field, TokenInformation.of(sids));
        } else {
            errors.add(
                    node,
                    node.kind() + " as the token of " + field.key(),
                    "a list of SIDs, the user's first: [S-1-5-18, S-1-1-0]");
        }
    }

    private void set(Field field, ConditionValue value, Node at) {
        switch (value) {
            case null -> {}
            case ConditionValue.Empty() -> values.setEmpty(field);
            case ConditionValue.Number(var type, long number) -> values.setNumber(field, number);
            case ConditionValue.Wide(long high, long low) -> values.setWide(field, high, low);
            case ConditionValue.Blob blob -> values.setBlob(field, blob.bytes());
            case ConditionValue.Text(DataType type, String text)
            when type == DataType.FWP_SID -> values.setSid(field, new Sid(text));
            case ConditionValue.Text(var _, String text) -> values.setText(field, text);
            default -> errors.add(at, at.kind() + " as the value of " + field.key(), "one value");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;

/** Reads what people see of an object (spec 1.2). A readable key serves as the name; behind a GUID a name must be given. */
final class DisplayData {
    static final List<String> KEYS = List.of("name", "description");

    private DisplayData() {}

    /** The display name. */
    static String name(Members object, String key) {
        Node node = object.get("displayData");
        String name = node == null
                ? ""
                : Members.of(node, "displayData", KEYS, object.errors())
                        .map(DisplayData::name)
                        .orElse(key);
        if (!name.isEmpty()) {
            return name;
        }
        if (key.startsWith("{") || node != null) {
            object.errors()
                    .add(
                            object.place("displayData"),
                            "FWP_E_NULL_DISPLAY_NAME: '" + key + "' without a name",
                            "displayData: {name: …}");
        }
        return key;
    }

    private static String name(Members members) {
        return members.get("name") instanceof Node.Scalar scalar ? scalar.text().strip() : "";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.document.export.ExportElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives elements of an export the form in which documents are read: their vocabulary is the same (spec 9.3). */
final class ExportNodes {
    private static final String ITEM = "item";
    private static final String BLOB_DATA = "data";

    private ExportNodes() {}

    /** An element as a node of a document: a text, or a mapping of its children. */
    static Node node(ExportElement element) {
        if (element.children().isEmpty()) {
            return scalar(element.text(), element);
        }
        List<Node.Member> members = new ArrayList<>();
        for (ExportElement child : element.children()) {
            members.add(new Node.Member(scalar(child.name(), child), node(child)));
        }
        return new Node.Mapping(members, "", element.line(), 1);
    }

    static Node.Scalar scalar(String text, ExportElement at) {
        return new Node.Scalar(text, false, "", at.line(), 1);
    }

    /** The content of an element as plain data: texts, lists of items and of what has the same name, maps; of a blob its bytes in hex, without their lossy text. */
    static Object data(ExportElement element) {
        List<ExportElement> children = element.children();
        if (children.isEmpty()) {
            return element.text();
        }
        if (children.getFirst().name().equals(BLOB_DATA) && children.size() <= 2) {
            return element.text(BLOB_DATA);
        }
        if (children.getFirst().name().equals(ITEM)) {
            return children.stream().map(ExportNodes::data).toList();
        }
        Map<String, List<Object>> byName = new LinkedHashMap<>();
        children.forEach(
                c -> byName.computeIfAbsent(c.name(), name -> new ArrayList<>()).add(data(c)));
        Map<String, Object> members = new LinkedHashMap<>();
        byName.forEach((name, values) -> members.put(name, values.size() == 1 ? values.getFirst() : values));
        return members;
    }
}

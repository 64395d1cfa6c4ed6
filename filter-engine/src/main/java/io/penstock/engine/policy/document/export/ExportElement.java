// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One element of an export with all that it holds (spec 9.3). An empty text, a null GUID and a missing value all read as an empty element.
 *
 * @param name element name, dots included ({@code localAddrV6.byteArray16})
 * @param text its own text without white space at either end, empty where there is none
 * @param children in the order of the file
 * @param attributes by name; exports of a policy have none but counts, security events say in them what their values are
 * @param line line of the file where it starts, from 1
 */
public record ExportElement(
        String name, String text, List<ExportElement> children, Map<String, String> attributes, int line) {
    public ExportElement {
        children = List.copyOf(children);
        attributes = Map.copyOf(attributes);
    }

    /** The first child of a name. */
    public Optional<ExportElement> child(String childName) {
        return children.stream().filter(c -> c.name.equals(childName)).findFirst();
    }

    /** The text of the first child of a name, empty where the child is missing or holds none. */
    public String text(String childName) {
        return child(childName).map(ExportElement::text).orElse("");
    }
}

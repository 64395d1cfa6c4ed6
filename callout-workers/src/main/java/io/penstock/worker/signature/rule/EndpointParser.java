// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.RuleText.Part;
import java.util.ArrayList;
import java.util.List;

/** Reads addresses and ports of a rule's header. */
final class EndpointParser {
    private static final int DEEPEST = 8;

    private EndpointParser() {}

    static Rule.Endpoint endpoint(Part addresses, Part ports) throws RuleSyntaxException {
        return new Rule.Endpoint(addresses(addresses), ports(ports));
    }

    static AddressSet addresses(Part part) throws RuleSyntaxException {
        List<Item> items = items(part, false, 0);
        List<AddressRange> included = new ArrayList<>();
        List<AddressRange> excluded = new ArrayList<>();
        boolean any = false;
        boolean range = false;
        for (Item item : items) {
            if (isAny(item.part, true)) {
                any |= !refuseNegated(item);
            } else {
                range |= item.part.text().indexOf('-') >= 0;
                (item.negated ? excluded : included).add(AddressParser.range(item.part));
            }
        }
        if (any) {
            return new AddressSet(List.of(), excluded, range);
        }
        if (included.isEmpty()) {
            // Without some addresses of a version: the others of that version.
            excluded.stream()
                    .map(AddressRange::version)
                    .distinct()
                    .forEach(version -> included.add(AddressRange.network(version, 0, 0, 0)));
        }
        return new AddressSet(included, excluded, range);
    }

    static PortSet ports(Part part) throws RuleSyntaxException {
        List<PortSet.Range> included = new ArrayList<>();
        List<PortSet.Range> excluded = new ArrayList<>();
        boolean any = false;
        for (Item item : items(part, false, 0)) {
            if (!item.part.equals(item.part.trimmed())) {
                throw item.part.wrong("a blank follows on a port");
            }
            if (isAny(item.part, false)) {
                any |= !refuseNegated(item);
            } else {
                (item.negated ? excluded : included).add(ports(item));
            }
        }
        return new PortSet(any ? List.of() : included, excluded);
    }

    private static boolean isAny(Part part, boolean addresses) {
        String text = part.text();
        return text.equals("any") || addresses && (text.equals("$HOME_NET") || text.equals("$EXTERNAL_NET"));
    }

    private static boolean refuseNegated(Item item) throws RuleSyntaxException {
        if (item.negated) {
            throw item.part.wrong("!any matches nothing");
        }
        return false;
    }

    private static PortSet.Range ports(Item item) throws RuleSyntaxException {
        Part part = item.part;
        if (part.startsWith("$")) {
            throw part.wrong("the variable " + part.text() + " is not known");
        }
        int colon = part.text().indexOf(':');
        if (colon < 0) {
            int port = port(part);
            return new PortSet.Range(port, port);
        }
        Part first = part.part(0, colon);
        Part last = part.part(colon + 1, part.text().length());
        int from = first.isEmpty() ? 0 : port(first);
        int to = last.isEmpty() ? PortSet.MOST : port(last);
        if (from > to) {
            throw part.wrong("the port range " + part.text() + " is upside down");
        }
        return new PortSet.Range(from, to);
    }

    private static int port(Part part) throws RuleSyntaxException {
        return (int) part.number("a port", PortSet.MOST);
    }

    private record Item(Part part, boolean negated) {}

    /** The innermost items of a list, each with whether an odd number of {@code !} stands before it or its lists. */
    private static List<Item> items(Part part, boolean outerNegated, int depth) throws RuleSyntaxException {
        if (depth > DEEPEST) {
            throw part.wrong("lists stand more than " + DEEPEST + " deep in one another");
        }
        Part rest = part;
        boolean negated = outerNegated;
        while (rest.startsWith("!")) {
            negated = !negated;
            rest = rest.part(1, rest.text().length());
        }
        if (!rest.startsWith("[")) {
            if (rest.isEmpty() || rest.text().indexOf('[') >= 0 || rest.text().indexOf(']') >= 0) {
                throw rest.wrong("an address or a port expected: " + rest.text());
            }
            return List.of(new Item(rest, negated));
        }
        if (!rest.text().endsWith("]") || rest.text().length() < 3) {
            throw rest.wrong("the list is empty or does not end in ]");
        }
        List<Item> items = new ArrayList<>();
        for (Part element : elements(rest.part(1, rest.text().length() - 1))) {
            items.addAll(items(element, negated, depth + 1));
        }
        return items;
    }

    private static List<Part> elements(Part list) throws RuleSyntaxException {
        List<Part> elements = new ArrayList<>();
        int open = 0;
        int start = 0;
        String text = list.text();
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && (open == 0 || i == text.length())) {
                while (start < i && RuleText.isBlank(text.charAt(start))) {
                    start++;
                }
                elements.add(list.part(start, i));
                start = i + 1;
            }
        }
        if (open != 0) {
            throw list.wrong("brackets do not match");
        }
        return elements;
    }
}

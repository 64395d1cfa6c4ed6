// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.described;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.oneOrMany;
import static io.penstock.engine.policy.document.Schema.orNothing;
import static io.penstock.engine.policy.document.Schema.pattern;

import java.util.List;
import java.util.Map;

/** Named sets and conditions in words in the schema. */
final class SetSchema {
    private static final String NAME = "^[A-Za-z][A-Za-z0-9_.-]*$";
    private static final String REFERENCE = "^\\s*\\$[A-Za-z][A-Za-z0-9_.-]*\\s*$";

    private SetSchema() {}

    static Map<String, Object> sets() {
        Map<String, Object> port = anyOf(
                of("type", "integer", "minimum", 0, "maximum", 65535),
                pattern("^\\s*" + Schema.DIGITS + "(\\s*-\\s*" + Schema.DIGITS + ")?\\s*$"),
                pattern(REFERENCE));
        Map<String, Object> address = anyOf(pattern("[.:]"), pattern(REFERENCE));
        return Schema.object(
                NamedSets.KINDS,
                List.of(),
                of(
                        "addresses",
                        described(
                                "IPv4 and IPv6 addresses, networks, ranges, and other sets as $name.", named(address)),
                        "ports",
                        described("Ports, ranges like 8000-8010, and other sets as $name.", named(port))));
    }

    private static Map<String, Object> named(Map<String, Object> member) {
        Map<String, Object> members = oneOrMany(member);
        return orNothing(of("type", "object", "patternProperties", of(NAME, members), "additionalProperties", false));
    }

    /** A condition in words; which fields, operators and values there are, the description tells. */
    static Map<String, Object> phrase() {
        return described(
                "A condition in words: remote port 443, protocol tcp or udp, remote address not 10.0.0.0/8,"
                        + " local port $web. Fields: " + String.join(", ", ConditionPhrase.fieldWords()) + ".",
                pattern("\\S\\s+\\S"));
    }
}

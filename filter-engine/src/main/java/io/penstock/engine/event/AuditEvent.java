// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One audit event of traffic (spec 8.4).
 *
 * @param type its id and schema
 * @param timeNanos packet time, nanoseconds since 1970 UTC
 * @param host whose traffic
 * @param fields every field of the type that has a value, in the type's order, as text
 */
public record AuditEvent(AuditEventType type, long timeNanos, String host, Map<String, String> fields) {
    /**
     * Brings the fields into the type's order.
     *
     * @throws IllegalArgumentException if a field is missing that every such event has, or there is one that the type does not have
     */
    public AuditEvent {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String name : type.fields()) {
            String value = fields.get(name);
            if (value != null) {
                ordered.put(name, value);
            } else if (type.requiredFields().contains(name)) {
                throw new IllegalArgumentException("event " + type.id() + " without " + name);
            }
        }
        if (ordered.size() != fields.size()) {
            throw new IllegalArgumentException("event " + type.id() + " has no such field: " + fields.keySet());
        }
        fields = Collections.unmodifiableMap(ordered);
    }

    /** A field's value, empty where the event lacks it. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of the policy was there at the start, or was added or removed: events 5440 to 5444 and 5446 to 5450 (spec 8.4).
 *
 * @param id event id, 5440 to 5444 or 5446 to 5450
 * @param fields in order, as text
 */
public record PolicyAuditEvent(int id, Map<String, String> fields) {
    public PolicyAuditEvent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.spec.ObjectKind;
import io.penstock.schemas.SessionObject;
import io.penstock.schemas.SessionObjects;
import java.util.List;

/**
 * A dynamic session that has committed and has not ended (spec 1.3), as a revision names it.
 *
 * @param sessionKey its key
 * @param objects what it added and not deleted since, those referred to first
 */
public record DynamicSession(String sessionKey, List<Owned> objects) {
    public DynamicSession {
        objects = List.copyOf(objects);
    }

    /** An object that ends with the session. */
    public record Owned(ObjectKind kind, String key) {}

    static DynamicSession of(SessionObjects record) {
        return new DynamicSession(
                record.getSessionKey(),
                record.getObjects().stream()
                        .map(object -> new Owned(ObjectKind.valueOf(object.getKind()), object.getKey()))
                        .toList());
    }

    SessionObjects record() {
        return new SessionObjects(
                sessionKey,
                objects.stream()
                        .map(owned -> new SessionObject(owned.kind().name(), owned.key()))
                        .toList());
    }
}

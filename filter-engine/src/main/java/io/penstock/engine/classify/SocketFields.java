// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.flow.SocketKnowledge;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gives the ALE fields that speak of a socket's owner their values, where an agent knows it (spec 2.3, 3.2, 3.5). */
final class SocketFields {
    /** SID of every app container, part of its token (spec 3.3). */
    private static final String ALL_APPLICATION_PACKAGES = "S-1-15-2-1";

    private SocketFields() {}

    static void fill(FieldValues values, SocketKnowledge socket) {
        if (!socket.application().isEmpty()) {
            byte[] appId = socket.appId();
            values.setObject(Field.ALE_APP_ID, appId);
            values.setObject(Field.ALE_ORIGINAL_APP_ID, appId);
        }
        if (!socket.packageSid().isEmpty()) {
            values.setObject(Field.ALE_PACKAGE_ID, socket.packageSid());
        }
        if (!socket.user().isEmpty()) {
            values.setObject(Field.ALE_USER_ID, token(socket));
        }
    }

    private static Set<String> token(SocketKnowledge socket) {
        Set<String> sids = new LinkedHashSet<>();
        sids.add(socket.user());
        sids.addAll(socket.groups());
        if (socket.isInContainer()) {
            sids.add(socket.packageSid());
            sids.addAll(socket.capabilities());
            sids.add(ALL_APPLICATION_PACKAGES);
        }
        return sids;
    }
}

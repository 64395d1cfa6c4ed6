// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.flow.SocketKnowledge;

/** Gives the ALE fields that speak of a socket's owner their values, where an agent knows it (spec 2.3, 3.2, 3.5). */
final class SocketFields {
    private SocketFields() {}

    static void fill(FieldValues values, SocketKnowledge socket) {
        if (!socket.application().isEmpty()) {
            values.setBlob(Field.ALE_APP_ID, socket.appId());
            values.setBlob(Field.ALE_ORIGINAL_APP_ID, socket.appId());
        }
        if (socket.packageId() != null) {
            values.setSid(Field.ALE_PACKAGE_ID, socket.packageId());
        }
        if (socket.token() != null) {
            values.setToken(Field.ALE_USER_ID, socket.token());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.Arrays;

/**
 * Application ids are paths of NT devices in lower case, UTF-16LE, with a NUL at the end (spec 3.2). Both sides of a comparison are brought to that form
 * once, when a filter is compiled and when a field is filled, so that the comparison itself stays one of bytes.
 */
final class ApplicationId {
    private ApplicationId() {}

    /** The id in lower case, code unit by code unit, and terminated; the same array if it is so already or holds no UTF-16. */
    static byte[] normal(byte[] id) {
        if (id.length % 2 != 0) {
            return id;
        }
        byte[] normal = isTerminated(id) ? id : Arrays.copyOf(id, id.length + 2);
        for (int i = 0; i < id.length; i += 2) {
            char unit = (char) (id[i] & 0xFF | id[i + 1] << 8);
            char lower = Character.toLowerCase(unit);
            if (lower != unit) {
                normal = normal == id ? id.clone() : normal;
                normal[i] = (byte) lower;
                normal[i + 1] = (byte) (lower >>> 8);
            }
        }
        return normal;
    }

    /** The id without the NUL at its end: what other ids may begin with. */
    static byte[] unterminated(byte[] id) {
        return isTerminated(id) ? Arrays.copyOf(id, id.length - 2) : id;
    }

    private static boolean isTerminated(byte[] id) {
        return id.length >= 2 && id.length % 2 == 0 && id[id.length - 1] == 0 && id[id.length - 2] == 0;
    }
}

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
        if (id.length % 2 != 0 || isNormal(id)) {
            return id;
        }
        byte[] normal = isTerminated(id) ? id.clone() : Arrays.copyOf(id, id.length + 2);
        for (int i = 0; i < id.length; i += 2) {
            char lower = Character.toLowerCase(unit(id, i));
            normal[i] = (byte) lower;
            normal[i + 1] = (byte) (lower >>> 8);
        }
        return normal;
    }

    private static boolean isNormal(byte[] id) {
        for (int i = 0; i < id.length; i += 2) {
            char unit = unit(id, i);
            if (Character.toLowerCase(unit) != unit) {
                return false;
            }
        }
        return isTerminated(id);
    }

    private static char unit(byte[] id, int at) {
        return (char) (id[at] & 0xFF | id[at + 1] << 8);
    }

    /** The id without the NUL at its end: what other ids may begin with. */
    static byte[] unterminated(byte[] id) {
        return isTerminated(id) ? Arrays.copyOf(id, id.length - 2) : id;
    }

    private static boolean isTerminated(byte[] id) {
        return id.length >= 2 && id.length % 2 == 0 && id[id.length - 1] == 0 && id[id.length - 2] == 0;
    }
}

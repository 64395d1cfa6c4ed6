// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

import java.util.Locale;
import java.util.regex.Pattern;

/** How objects are keyed (spec 1.1): by a GUID, or by a readable name. Stateless; any thread. */
public final class ObjectKey {
    private static final Pattern GUID = Pattern.compile("\\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}?");
    private static final Pattern ZERO = Pattern.compile("\\{?[0-]{36}\\}?");

    private ObjectKey() {}

    /** A key as policies hold it: GUIDs in lower case and braces, so that two spellings of one are the same. */
    public static String normal(String key) {
        return GUID.matcher(key).matches() ? "{" + key.replaceAll("[{}]", "").toLowerCase(Locale.ROOT) + "}" : key;
    }

    /** Whether no key was given: nothing, or the zero GUID. */
    public static boolean isAbsent(String key) {
        return key == null || key.isBlank() || ZERO.matcher(key).matches();
    }
}

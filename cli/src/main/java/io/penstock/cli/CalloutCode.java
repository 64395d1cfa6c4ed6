// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.callout.Callout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The callouts whose code is on the class path. A jar with a {@code ServiceLoader} entry adds its own. */
final class CalloutCode {
    private CalloutCode() {}

    /** New instances of all of them, by key: an instance is called by one thread at a time. Of two with one key the first counts. */
    static Map<String, Callout> instances() {
        Map<String, Callout> callouts = new LinkedHashMap<>();
        for (Callout callout : ServiceLoader.load(Callout.class)) {
            callouts.putIfAbsent(callout.key(), callout);
        }
        return callouts;
    }
}

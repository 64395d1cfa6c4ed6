// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The callouts whose code is on the class path. A jar with a {@code ServiceLoader} entry adds its own. */
public final class CalloutCode {
    private CalloutCode() {}

    /** New instances of all of them, by key: an instance is called by one thread at a time. Of two with one key the first counts. */
    public static Map<String, Callout> instances() {
        Map<String, Callout> callouts = new LinkedHashMap<>();
        for (Callout callout : ServiceLoader.load(Callout.class)) {
            callouts.putIfAbsent(callout.key(), callout);
        }
        return callouts;
    }

    /** A new instance of one. */
    static Callout instance(String key) {
        return instances().get(key);
    }

    /** New instances of those that workers answer for. */
    public static List<Callout> outOfBand() {
        return instances().values().stream()
                .filter(callout -> callout.mode() == CalloutMode.OUT_OF_BAND)
                .toList();
    }

    /** Keys of those that workers answer for. */
    public static List<String> outOfBandKeys() {
        return outOfBand().stream().map(Callout::key).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.policy.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;

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

    /** New instances of those that workers answer for and a policy's filters name. */
    static List<Callout> outOfBand(Policy policy) {
        List<String> named = policy.consultedCallouts();
        return outOfBand().stream()
                .filter(callout -> named.contains(callout.key()))
                .toList();
    }

    /** Looks callouts up by key, null where there is no such code; nothing is loaded before it is asked for. */
    public static Function<String, Callout> lookup() {
        Map<String, Callout> loaded = new HashMap<>();
        return key -> {
            if (loaded.isEmpty()) {
                loaded.putAll(instances());
            }
            return loaded.get(key);
        };
    }

    /** Keys of those that workers answer for. */
    public static List<String> outOfBandKeys() {
        return outOfBand().stream().map(Callout::key).toList();
    }
}

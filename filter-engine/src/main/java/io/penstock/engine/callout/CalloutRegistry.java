// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The callouts registered at this point of the packet log. One thread. */
public final class CalloutRegistry {
    private final Map<String, CalloutRegistration> registrations = new LinkedHashMap<>();

    public void register(CalloutRegistration registration) {
        registrations.put(registration.key(), registration);
    }

    public void unregister(String key) {
        registrations.remove(key);
    }

    public void clear() {
        registrations.clear();
    }

    /** The run-time object, or null where the callout is not registered. */
    public CalloutRegistration lookup(String key) {
        return registrations.get(key);
    }

    public Collection<CalloutRegistration> registrations() {
        return registrations.values();
    }
}

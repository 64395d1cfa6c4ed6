// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The callouts registered at this point of the packet log. One that is being unregistered but still has contexts or pends is <em>leaving</em>: it is
 * told what becomes of them and is asked about nothing new (spec 5.7). One thread.
 */
public final class CalloutRegistry {
    private final Map<String, CalloutRegistration> registrations = new LinkedHashMap<>();
    private final Set<String> leaving = new TreeSet<>();

    /** A registry of callouts whose code is here; of two with one key the first counts. */
    public static CalloutRegistry of(Collection<Callout> code) {
        CalloutRegistry registry = new CalloutRegistry();
        code.forEach(callout -> registry.register(CalloutRegistration.of(callout)));
        return registry;
    }

    /** Registers; a key that is registered, leaving or not, stays as it is ({@code STATUS_FWP_ALREADY_EXISTS}, spec 1.10). */
    public RegistrationStatus register(CalloutRegistration registration) {
        return registrations.putIfAbsent(registration.key(), registration) == null
                ? RegistrationStatus.STATUS_SUCCESS
                : RegistrationStatus.STATUS_FWP_ALREADY_EXISTS;
    }

    /** Registers in place of whatever the key had: the log's last word counts. */
    public void replace(CalloutRegistration registration) {
        leaving.remove(registration.key());
        registrations.put(registration.key(), registration);
    }

    /** Takes the callout away, whatever is open; {@code FilterEngine.unregister} asks first. */
    public void unregister(String key) {
        leaving.remove(key);
        registrations.remove(key);
    }

    /** Nothing new is asked of the callout from here on. */
    public void leave(String key) {
        if (registrations.containsKey(key)) {
            leaving.add(key);
        }
    }

    /** Whether the callout is being unregistered. */
    public boolean isLeaving(String key) {
        return leaving.contains(key);
    }

    /** Those that are being unregistered, by key. */
    public List<String> leaving() {
        return leaving.isEmpty() ? List.of() : List.copyOf(leaving);
    }

    /** Forgets every registration. */
    public void clear() {
        registrations.clear();
        leaving.clear();
    }

    /** The run-time object that may be asked, or null where the callout is not registered or leaving. */
    public CalloutRegistration lookup(String key) {
        return leaving.isEmpty() || !leaving.contains(key) ? registrations.get(key) : null;
    }

    /** The run-time object, leaving or not; null where the callout is not registered. */
    public CalloutRegistration find(String key) {
        return registrations.get(key);
    }

    /** All but those that are leaving are asked. */
    public Collection<CalloutRegistration> registrations() {
        return registrations.values();
    }
}

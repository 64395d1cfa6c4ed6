// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import java.util.function.Predicate;

/**
 * Adds again what outlived the last engine (spec 1.5). A provider counts as enabled if it has no service name or its service starts by itself; filters
 * of another are kept disabled.
 */
final class EngineStart {
    private EngineStart() {}

    static ObjectStore objects(List<StoredObject> survivors, Predicate<String> autoStart) {
        ObjectStore objects = new ObjectStore();
        for (StoredObject survivor : survivors) {
            objects.put(survivor.withDisabled(isDisabled(survivor, objects, autoStart)));
        }
        return objects;
    }

    /** Providers come before what they own. */
    private static boolean isDisabled(StoredObject object, ObjectStore objects, Predicate<String> autoStart) {
        return switch (object.object()) {
            case FwpmProvider provider -> provider.serviceName() != null && !autoStart.test(provider.serviceName());
            case FwpmFilter filter -> {
                String provider = filter.header().providerKey();
                StoredObject owner = provider == null ? null : objects.get(ObjectKind.PROVIDER, provider);
                yield owner != null && owner.disabled();
            }
            default -> false;
        };
    }
}

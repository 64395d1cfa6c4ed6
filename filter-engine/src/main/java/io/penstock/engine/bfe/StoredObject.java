// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;

/**
 * An object as the engine holds it, with what the engine assigned. Immutable.
 *
 * @param object the object, always with a key
 * @param lifetime how long it lives
 * @param ownerId number of the dynamic session that added it, 1 and up; 0 for other lifetimes
 * @param luid locally unique number, by kind: sublayers 16 bits, callouts 32, filters ({@code filterId}) and contexts 64; 0 for providers
 * @param effectiveWeight filters: unsigned 64 bits (spec 1.9); else 0
 * @param disabled filters and providers whose provider's service did not start by itself at the engine's start (spec 1.5)
 * @param securityDescriptor SDDL that guards it, or null for the default
 */
public record StoredObject(
        FwpmObject object,
        Lifetime lifetime,
        long ownerId,
        long luid,
        long effectiveWeight,
        boolean disabled,
        String securityDescriptor) {
    public ObjectKind kind() {
        return object.kind();
    }

    public String key() {
        return object.header().key();
    }

    /** Who made it, or null. */
    public String providerKey() {
        return object.header().providerKey();
    }

    StoredObject withObject(FwpmObject other) {
        return new StoredObject(other, lifetime, ownerId, luid, effectiveWeight, disabled, securityDescriptor);
    }

    StoredObject withDisabled(boolean value) {
        return new StoredObject(object, lifetime, ownerId, luid, effectiveWeight, value, securityDescriptor);
    }
}

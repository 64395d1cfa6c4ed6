// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.spec.ObjectKey;

/**
 * What every object carries (spec 1.1, 1.2).
 *
 * @param key GUID or name; null, empty or the zero GUID where the engine is to make one
 * @param name display name; required on every added object
 * @param description text for people, or null
 * @param providerKey who made it, or null; providers have none
 * @param providerData bytes that only the provider understands, or null
 */
public record ObjectHeader(
        String key, String name, String description, String providerKey, ConditionValue.Blob providerData) {
    public ObjectHeader {
        key = ObjectKey.isAbsent(key) ? null : ObjectKey.normal(key);
        providerKey = ObjectKey.isAbsent(providerKey) ? null : ObjectKey.normal(providerKey);
    }

    /** An object that is nobody's in particular, with a readable key for its name. */
    public static ObjectHeader of(String key) {
        return new ObjectHeader(key, key, null, null, null);
    }

    /** The same under another key. */
    public ObjectHeader withKey(String other) {
        return new ObjectHeader(other, name, description, providerKey, providerData);
    }

    /** The same, made by a provider. */
    public ObjectHeader by(String provider) {
        return new ObjectHeader(key, name, description, provider, providerData);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKind;

/** Maps callers to rights (spec 1.12). Called under the engine's mutex by the thread of the call. */
@FunctionalInterface
public interface Authorizer {
    /** Grants everything to everybody. */
    Authorizer OPEN = request -> true;

    /** Whether the caller has the right. */
    boolean grants(Request request);

    /**
     * A question.
     *
     * @param caller who asks
     * @param right which right
     * @param kind kind of the object
     * @param key its key, or null for the container of its kind and for the engine
     * @param securityDescriptor SDDL that guards the object, or null for the default
     */
    record Request(Caller caller, AccessRight right, ObjectKind kind, String key, String securityDescriptor) {}
}

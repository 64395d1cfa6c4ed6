// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.List;

/**
 * A security descriptor, reduced to the one question that a condition asks: may a process with this token match (spec 3.3). Immutable.
 *
 * @param hasDacl whether it has an access list; without one everybody may
 * @param entries the entries that grant or deny the match right, in their order
 */
record SecurityDescriptor(boolean hasDacl, List<Entry> entries) {
    /** One entry that grants or denies. */
    record Entry(boolean allow, Trustee trustee) {}

    SecurityDescriptor {
        entries = List.copyOf(entries);
    }

    /** Whether the token may match; an app container's must pass by its user and by its container. Allocates nothing. */
    boolean grantsMatch(TokenInformation token) {
        if (!token.isInContainer()) {
            return allowed(token, TokenInformation.Part.ALL);
        }
        return allowed(token, TokenInformation.Part.USER_AND_GROUPS) && allowed(token, TokenInformation.Part.CONTAINER);
    }

    private boolean allowed(TokenInformation token, TokenInformation.Part part) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (token.has(part, entry.trustee())) {
                return entry.allow();
            }
        }
        return !hasDacl;
    }
}

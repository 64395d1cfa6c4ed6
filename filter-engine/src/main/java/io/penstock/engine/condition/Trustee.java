// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/**
 * Whom an access control entry speaks of: one SID, or the account or group of a relative id in any domain, since a policy does not say which domain
 * its {@code DA} or {@code DU} belong to.
 *
 * @param sid the SID, or null
 * @param domainRelativeId the relative id, or null
 */
record Trustee(Sid sid, String domainRelativeId) {
    static Trustee of(Sid sid) {
        return new Trustee(sid, null);
    }

    static Trustee ofDomain(int relativeId) {
        return new Trustee(null, Integer.toString(relativeId));
    }

    boolean is(Sid candidate) {
        return sid != null ? sid.equals(candidate) : candidate.isOfDomain(domainRelativeId);
    }
}

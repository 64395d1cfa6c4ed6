// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The value of a token field: whose process an item belongs to, as the SIDs that an access check asks for (spec 3.2, 3.3). Immutable.
 *
 * @param user the user's SID
 * @param groups SIDs of the user's groups, {@code S-1-1-0} (everyone) among them if the token has it
 * @param packageSid SID of the app container's package, or null for an ordinary process; the null SID counts as none
 * @param capabilities SIDs of the app container's capabilities
 */
public record TokenInformation(Sid user, List<Sid> groups, Sid packageSid, List<Sid> capabilities) {
    /** Every app container has this group; access checks need not be told. */
    private static final Sid ALL_APP_PACKAGES = new Sid("S-1-15-2-1");

    private static final String PACKAGE = "S-1-15-2-";
    private static final String CAPABILITY = "S-1-15-3-";

    /** Which SIDs of a token a check asks for. */
    enum Part {
        /** All of them. */
        ALL,
        /** What the process has by its user. */
        USER_AND_GROUPS,
        /** What the process has by its app container. */
        CONTAINER
    }

    /**
     * Takes the null SID for no package.
     *
     * @throws IllegalArgumentException if there is no user
     */
    public TokenInformation {
        if (user == null) {
            throw new IllegalArgumentException("token without a user; an unknown one leaves its field empty");
        }
        groups = List.copyOf(groups);
        packageSid = Sid.NULL.equals(packageSid) ? null : packageSid;
        capabilities = List.copyOf(capabilities);
    }

    /**
     * A token of these SIDs in any order, sorted out by what they are: package ({@code S-1-15-2-…}), capabilities ({@code S-1-15-3-…}), and of the
     * others the first is the user.
     *
     * @throws IllegalArgumentException if there is no user among them
     */
    public static TokenInformation of(Collection<Sid> sids) {
        List<Sid> people = new ArrayList<>();
        List<Sid> capabilities = new ArrayList<>();
        Sid packageSid = null;
        for (Sid sid : sids) {
            if (sid.text().startsWith(CAPABILITY)) {
                capabilities.add(sid);
            } else if (!sid.text().startsWith(PACKAGE)) {
                people.add(sid);
            } else if (packageSid == null || packageSid.equals(ALL_APP_PACKAGES)) {
                packageSid = sid;
            }
        }
        if (people.isEmpty()) {
            throw new IllegalArgumentException("token without a user: " + sids);
        }
        return new TokenInformation(people.getFirst(), people.subList(1, people.size()), packageSid, capabilities);
    }

    /** Whether one of these SIDs is neither a package's nor a capability's, so that {@link #of} makes a token of them. */
    public static boolean hasUser(Collection<Sid> sids) {
        return sids.stream()
                .anyMatch(sid -> !sid.text().startsWith(PACKAGE) && !sid.text().startsWith(CAPABILITY));
    }

    /** Whether the process runs in an app container. */
    public boolean isInContainer() {
        return packageSid != null;
    }

    /** Whether a part of the token has a SID that the trustee stands for. Allocates nothing. */
    boolean has(Part part, Trustee trustee) {
        if (part != Part.CONTAINER && (trustee.is(user) || any(groups, trustee))) {
            return true;
        }
        return part != Part.USER_AND_GROUPS && containerHas(trustee);
    }

    private boolean containerHas(Trustee trustee) {
        return isInContainer() && (trustee.is(packageSid) || trustee.is(ALL_APP_PACKAGES))
                || any(capabilities, trustee);
    }

    private static boolean any(List<Sid> sids, Trustee trustee) {
        for (int i = 0; i < sids.size(); i++) {
            if (trustee.is(sids.get(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("user ").append(user);
        if (!groups.isEmpty()) {
            text.append(", groups ").append(groups);
        }
        if (isInContainer()) {
            text.append(", package ").append(packageSid);
        }
        if (!capabilities.isEmpty()) {
            text.append(", capabilities ").append(capabilities);
        }
        return text.toString();
    }
}

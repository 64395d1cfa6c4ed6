// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A security descriptor's access list, reduced to the one question a condition asks: may these SIDs match (spec 3.3). */
public final class SecurityDescriptor {
    private static final Pattern DACL = Pattern.compile("D:[A-Z]*((?:\\([^()]*\\))*)");
    private static final Pattern ACE = Pattern.compile("\\(([A-Z]*);[^;]*;([^;]*);[^;]*;[^;]*;([^;()]*)[^()]*\\)");
    private static final String ALL_PACKAGES = "S-1-15-2-1";
    private static final Map<String, String> WELL_KNOWN = Map.ofEntries(
            Map.entry("WD", "S-1-1-0"),
            Map.entry("AN", "S-1-5-7"),
            Map.entry("AU", "S-1-5-11"),
            Map.entry("IU", "S-1-5-4"),
            Map.entry("NU", "S-1-5-2"),
            Map.entry("SU", "S-1-5-6"),
            Map.entry("SY", "S-1-5-18"),
            Map.entry("LS", "S-1-5-19"),
            Map.entry("NS", "S-1-5-20"),
            Map.entry("BA", "S-1-5-32-544"),
            Map.entry("BU", "S-1-5-32-545"),
            Map.entry("BG", "S-1-5-32-546"),
            Map.entry("AC", ALL_PACKAGES));

    private final boolean hasDacl;
    private final List<Entry> entries;

    private record Entry(boolean allow, String sid) {}

    private SecurityDescriptor(boolean hasDacl, List<Entry> entries) {
        this.hasDacl = hasDacl;
        this.entries = List.copyOf(entries);
    }

    /** Reads SDDL; entries of other kinds than allow and deny, and those without the match right, take no part. */
    public static SecurityDescriptor of(String sddl) {
        Matcher dacl = DACL.matcher(sddl);
        if (!dacl.find()) {
            return new SecurityDescriptor(false, List.of());
        }
        List<Entry> entries = new ArrayList<>();
        Matcher ace = ACE.matcher(dacl.group(1));
        while (ace.find()) {
            String kind = ace.group(1);
            if ((kind.equals("A") || kind.equals("D")) && hasMatchRight(ace.group(2))) {
                entries.add(new Entry(kind.equals("A"), WELL_KNOWN.getOrDefault(ace.group(3), ace.group(3))));
            }
        }
        return new SecurityDescriptor(true, entries);
    }

    /** The right 0x1, {@code CC}, by itself or within generic all. */
    private static boolean hasMatchRight(String rights) {
        if (rights.startsWith("0x")) {
            return rights.matches("0x[0-9A-Fa-f]{1,8}") && (Long.parseLong(rights.substring(2), 16) & 1) != 0;
        }
        for (int i = 0; i + 1 < rights.length(); i += 2) {
            String right = rights.substring(i, i + 2);
            if (right.equals("CC") || right.equals("GA")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a token with these SIDs may match; an app container's must pass with its user and with its package. */
    public boolean grantsMatch(Collection<?> sids) {
        boolean container = sids.stream().anyMatch(SecurityDescriptor::isPackage);
        if (!container) {
            return allowed(sids::contains);
        }
        return allowed(sid -> !isContainerSid(sid) && sids.contains(sid))
                && allowed(sid -> sid.equals(ALL_PACKAGES) || isContainerSid(sid) && sids.contains(sid));
    }

    private static boolean isPackage(Object sid) {
        return sid instanceof String text && text.startsWith("S-1-15-2-");
    }

    private static boolean isContainerSid(String sid) {
        return sid.startsWith("S-1-15-2-") || sid.startsWith("S-1-15-3-");
    }

    private boolean allowed(Predicate<String> has) {
        for (Entry entry : entries) {
            if (has.test(entry.sid())) {
                return entry.allow();
            }
        }
        return !hasDacl;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.List;

/**
 * The addresses in a rule's header. Immutable.
 *
 * @param included what matches; empty: everything
 * @param excluded what does not, even if it is included
 * @param hasRange whether an address range was written with a dash
 */
public record AddressSet(List<AddressRange> included, List<AddressRange> excluded, boolean hasRange) {
    static final AddressSet ANY = new AddressSet(List.of(), List.of(), false);

    public AddressSet {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether every address is meant. */
    public boolean isAny() {
        return included.isEmpty() && excluded.isEmpty();
    }

    /** Whether some addresses are excluded. */
    public boolean isNegated() {
        return !excluded.isEmpty();
    }

    /**
     * Whether an address is meant.
     *
     * @param version 4 or 6
     * @param high the upper 64 bits, 0 for IPv4
     * @param low the lower 64 bits; the whole address for IPv4
     */
    public boolean contains(int version, long high, long low) {
        return (included.isEmpty() || holds(included, version, high, low)) && !holds(excluded, version, high, low);
    }

    private static boolean holds(List<AddressRange> ranges, int version, long high, long low) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(version, high, low)) {
                return true;
            }
        }
        return false;
    }
}

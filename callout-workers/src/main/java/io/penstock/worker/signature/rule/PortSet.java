// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.List;

/**
 * The ports in a rule's header. Immutable.
 *
 * @param included what matches; empty: everything
 * @param excluded what does not, even if it is included
 */
public record PortSet(List<Range> included, List<Range> excluded) {
    static final PortSet ANY = new PortSet(List.of(), List.of());
    static final int MOST = 65_535;

    /** Ports from the first to the last. */
    record Range(int first, int last) {
        boolean contains(int port) {
            return port >= first && port <= last;
        }
    }

    public PortSet {
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether every port is meant, and items without ports are too. */
    public boolean isAny() {
        return included.isEmpty() && excluded.isEmpty();
    }

    public boolean contains(int port) {
        return (included.isEmpty() || holds(included, port)) && !holds(excluded, port);
    }

    private static boolean holds(List<Range> ranges, int port) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(port)) {
                return true;
            }
        }
        return false;
    }
}

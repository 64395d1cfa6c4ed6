// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

/**
 * Ports, or identifiers of ICMP echoes, that follow on each other.
 *
 * @param first 0 to 65535
 * @param last not below the first
 */
record PortRange(int first, int last) {
    static final int MOST = 0xFFFF;

    PortRange {
        if (first < 0 || last > MOST || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last + " are no range within 0 to " + MOST);
        }
    }

    /** Reads {@code port} or {@code first-last}. */
    static PortRange parse(String text) {
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        return new PortRange(first, dash < 0 ? first : Integer.parseInt(text.substring(dash + 1)));
    }

    int size() {
        return last - first + 1;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }
}

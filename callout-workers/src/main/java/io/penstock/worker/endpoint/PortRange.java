// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.endpoint;

/**
 * Ports, or identifiers of ICMP echoes, that follow on each other.
 *
 * @param first 0 to 65535
 * @param last not below the first
 */
public record PortRange(int first, int last) {
    /** The highest port. */
    public static final int MOST = 0xFFFF;

    /** Checks the order and the limits. */
    public PortRange {
        if (first < 0 || last > MOST || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last + " are no range within 0 to " + MOST);
        }
    }

    /** Reads {@code port} or {@code first-last}. */
    public static PortRange parse(String text) {
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        return new PortRange(first, dash < 0 ? first : Integer.parseInt(text.substring(dash + 1)));
    }

    /** How many ports, 1 to 65536. */
    public int size() {
        return last - first + 1;
    }

    /** Whether a port is one of these. */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** Whether a port is in both. */
    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }
}

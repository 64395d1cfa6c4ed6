// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.worker.endpoint.AddressPrefix;
import io.penstock.worker.endpoint.Endpoint;
import io.penstock.worker.endpoint.PortRange;

/**
 * Addresses, and where ports count the ports at each of them.
 *
 * @param ports null: whatever the port
 */
record EndpointRange(AddressPrefix addresses, PortRange ports) {

    /** Whether an end is one of these; where ports count it needs one. */
    boolean contains(Endpoint end) {
        return addresses.contains(end) && (ports == null || ports.contains(end.port()));
    }

    boolean overlaps(EndpointRange other) {
        return addresses.overlaps(other.addresses)
                && (ports == null || other.ports == null || ports.overlaps(other.ports));
    }

    /** Number of address and port pairs; only for few addresses with ports. */
    long size() {
        return (1L << addresses.hostBits()) * ports.size();
    }

    /**
     * The end that takes this one's place in another range, or null where there is none. Ranges of equally many addresses keep the host bits, and ports
     * their distance from the first; else pairs of address and port are numbered, port by port, and keep their number (RFC 7422).
     */
    Endpoint map(Endpoint end, EndpointRange to) {
        if (addresses.hostBits() == to.addresses.hostBits()) {
            int port = ports == null ? end.port() : to.ports.first() + end.port() - ports.first();
            return to.addresses.withHostOf(end, port);
        }
        long number = (long) addresses.indexOf(end) * ports.size() + end.port() - ports.first();
        if (number >= to.size()) {
            return null;
        }
        int ofEach = to.ports.size();
        return to.addresses.at((int) (number / ofEach), to.ports.first() + (int) (number % ofEach));
    }
}

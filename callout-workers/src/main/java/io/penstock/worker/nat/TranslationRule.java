// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.endpoint.AddressPrefix;
import io.penstock.worker.endpoint.Endpoint;

/**
 * One translation, both ways. A source rule renames who sends {@code from} and whom the reply goes to; a destination rule whom a packet goes to and who
 * the reply comes from. What it does depends on the packet alone: no table of connections is kept.
 *
 * @param isSource source rule or destination rule
 * @param protocol {@link IpProtocol} number; 0: any, or where ports count TCP and UDP
 * @param from the ends that are translated
 * @param to what they become
 * @param peers the other ends with which it is done; null: any
 */
record TranslationRule(boolean isSource, int protocol, EndpointRange from, EndpointRange to, AddressPrefix peers) {
    static final int ANY_PROTOCOL = 0;

    /** What becomes of a packet's source, or null where this rule leaves it. */
    Endpoint source(int ofProtocol, Endpoint source, Endpoint destination) {
        return isFor(ofProtocol, destination) ? end(isSource, source) : null;
    }

    /** What becomes of a packet's destination, or null where this rule leaves it. */
    Endpoint destination(int ofProtocol, Endpoint source, Endpoint destination) {
        return isFor(ofProtocol, source) ? end(!isSource, destination) : null;
    }

    /** Forwards where it is the end that the rule speaks of, backwards where it is that of the reply. */
    private Endpoint end(boolean forward, Endpoint end) {
        EndpointRange these = forward ? from : to;
        return these.contains(end) ? these.map(end, forward ? to : from) : null;
    }

    /** Whether it could be for a packet whose ports are not known, by address. */
    boolean wantsPortOf(int ofProtocol, Endpoint source, Endpoint destination) {
        if (from.ports() == null || !isProtocol(ofProtocol)) {
            return false;
        }
        Endpoint original = isSource ? source : destination;
        Endpoint replied = isSource ? destination : source;
        return isPeer(replied) && from.addresses().contains(original)
                || isPeer(original) && to.addresses().contains(replied);
    }

    private boolean isFor(int ofProtocol, Endpoint other) {
        return isProtocol(ofProtocol) && isPeer(other);
    }

    private boolean isPeer(Endpoint other) {
        return peers == null || peers.contains(other);
    }

    private boolean isProtocol(int of) {
        if (protocol == IpProtocol.ICMP) {
            return of == IpProtocol.ICMP || of == IpProtocol.ICMPV6;
        }
        if (protocol != ANY_PROTOCOL) {
            return of == protocol;
        }
        return from.ports() == null || of == IpProtocol.TCP || of == IpProtocol.UDP;
    }

    boolean overlaps(TranslationRule other) {
        boolean same = protocol == other.protocol || protocol == ANY_PROTOCOL || other.protocol == ANY_PROTOCOL;
        boolean peersMeet = peers == null || other.peers == null || peers.overlaps(other.peers);
        return same && peersMeet && isSource == other.isSource && (from.overlaps(other.from) || to.overlaps(other.to));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.redirect;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectTarget;
import io.penstock.worker.endpoint.AddressPrefix;
import io.penstock.worker.endpoint.Endpoint;
import io.penstock.worker.endpoint.PortRange;

/**
 * One redirect: of which ends, and where they go.
 *
 * @param name the key of its findings
 * @param connect of the remote end of a connect, else of the local end of a bind
 * @param protocol {@link IpProtocol} number of TCP, UDP or ICMP, which stands for ICMPv6 too; 0: any
 * @param from the addresses it is for; null: any
 * @param ports the ports it is for, of TCP and UDP; null: any
 * @param to the address that takes their place; null: it stays
 * @param toPort the port; {@link Endpoint#NO_PORT}: it stays
 * @param context for whoever takes the connection over
 * @param process process id of the local proxy, 0 for none
 * @param reauthorizeIfModified whether the layer is shown again if another callout changes the data later
 */
record RedirectRule(
        String name,
        boolean connect,
        int protocol,
        AddressPrefix from,
        PortRange ports,
        Endpoint to,
        int toPort,
        String context,
        long process,
        boolean reauthorizeIfModified) {
    static final int ANY_PROTOCOL = 0;

    /** Whether it is for an end; what goes there already is left alone. */
    boolean isFor(boolean ofConnect, int ofProtocol, Endpoint end) {
        return ofConnect == connect
                && isProtocol(ofProtocol)
                && (from == null || from.contains(end))
                && (ports == null || ports.contains(end.port()))
                && (to == null || to.ipv6() == end.ipv6())
                && !target(end).equals(end);
    }

    private boolean isProtocol(int of) {
        boolean isIcmp = of == IpProtocol.ICMP || of == IpProtocol.ICMPV6;
        if (protocol == IpProtocol.ICMP) {
            return isIcmp;
        }
        return protocol == ANY_PROTOCOL ? !isIcmp || ports == null && toPort == Endpoint.NO_PORT : of == protocol;
    }

    /** Where an end goes. */
    Endpoint target(Endpoint end) {
        Endpoint address = to == null ? end : to;
        return address.withPort(toPort == Endpoint.NO_PORT ? end.port() : toPort);
    }

    Redirect redirect(Endpoint target) {
        return new Redirect(toTarget(target), context, process, reauthorizeIfModified);
    }

    private static RedirectTarget toTarget(Endpoint end) {
        return end.ipv6()
                ? new RedirectTarget(true, end.high(), end.low(), end.port())
                : new RedirectTarget(false, end.low() << Integer.SIZE, 0, end.port());
    }

    /** An end as the engine has it. */
    static Endpoint end(RedirectTarget target) {
        return target.ipv6()
                ? new Endpoint(true, target.high(), target.low(), target.port())
                : new Endpoint(false, 0, target.high() >>> Integer.SIZE, target.port());
    }
}

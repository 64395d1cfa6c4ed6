// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The broker's two ports. Both are chosen beforehand, because a broker cannot advertise port 0.
 *
 * @param clients port for clients, 1 to 65535
 * @param controller port for the controller, 1 to 65535
 */
record LoopbackPorts(int clients, int controller) {
    /**
     * Chooses free ports.
     *
     * @param wanted the clients' port, or 0 for a free one
     * @throws BrokerStartException if the wanted port is taken or out of range
     */
    static LoopbackPorts choose(int wanted) throws IOException {
        if (wanted < 0 || wanted > 0xffff) {
            throw new BrokerStartException("port " + wanted + " is not between 0 and 65535", null);
        }
        // Both are open at the same time, so they differ.
        try (ServerSocket clients = open(wanted);
                ServerSocket controller = open(0)) {
            return new LoopbackPorts(clients.getLocalPort(), controller.getLocalPort());
        }
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // Ports that only wait for the last packets of a closed connection count as free, for Kafka too.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket;
        } catch (BindException taken) {
            socket.close();
            throw new BrokerStartException("port " + port + " on 127.0.0.1 is taken", taken);
        }
    }

    static boolean isTaken(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}

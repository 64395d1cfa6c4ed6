// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.kafka.streams.state.HostInfo;

/** Where an instance of the topology tells others that it can be asked. */
public final class InstanceAddress {
    private InstanceAddress() {}

    /**
     * HOST:PORT as the user gives it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String parse(String text) {
        HostInfo address;
        try {
            address = HostInfo.buildFromEndpoint(text);
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("HOST:PORT expected, found \"" + text + "\"", wrong);
        }
        if (address == null || address.port() < 1 || address.port() > 0xffff) {
            throw new IllegalArgumentException("HOST:PORT expected, found \"" + text + "\"");
        }
        return text;
    }

    /** HOST:PORT of a server; where it listens at all addresses of this machine, that which the machine's name has. */
    public static String of(String url) {
        URI server = URI.create(url);
        String host = server.getHost();
        boolean isAny = host.equals("0.0.0.0") || host.matches("\\[?[0:]+]?");
        return (isAny ? ownAddress() : host) + ":" + server.getPort();
    }

    private static String ownAddress() {
        try {
            String address = InetAddress.getLocalHost().getHostAddress();
            return address.indexOf(':') < 0 ? address : "[" + address + "]";
        } catch (UnknownHostException nameless) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}

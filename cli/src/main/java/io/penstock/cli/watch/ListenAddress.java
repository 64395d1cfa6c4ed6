// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port 0 to 65,535; 0 is any free one
 */
public record ListenAddress(String host, int port) {
    private static final Pattern SPELLING =
            Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.]+)]|([^:\\s\\[\\]]+)):)?([0-9]{1,5})");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST = 0xffff;

    /** Checks the port. */
    public ListenAddress {
        if (port < 0 || port > MOST) {
            throw new IllegalArgumentException("a port of 0 to 65535 expected, found " + port);
        }
    }

    /**
     * Reads HOST:PORT, [ADDRESS]:PORT or PORT, which is loopback's.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static ListenAddress parse(String text) {
        Matcher parts = SPELLING.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("HOST:PORT or PORT expected, found \"" + text + "\"");
        }
        String named = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new ListenAddress(named == null ? LOOPBACK : named, Integer.parseInt(parts.group(3)));
    }

    /** As it is written in a URL. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The same host with the port that was found free. */
    ListenAddress at(int found) {
        return new ListenAddress(host, found);
    }
}

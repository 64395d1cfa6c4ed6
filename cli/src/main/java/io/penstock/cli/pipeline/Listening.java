// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/**
 * Tells brokers that are slow from brokers that are not there.
 *
 * @param bootstrapServers {@code HOST:PORT}, separated by commas
 */
record Listening(String bootstrapServers) {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    /** Whether a connection to any of them is accepted. */
    boolean isAnyone() {
        return Arrays.stream(bootstrapServers.split(",")).anyMatch(Listening::accepts);
    }

    private static boolean accepts(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), (int)
                    CONNECT_WITHIN.toMillis());
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}

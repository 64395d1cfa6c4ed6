// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The embedded broker as a process of its own, for tests: prints {@code READY host:port} on standard output once it serves, and ends,
 * leaving nothing behind, when its standard input does, so it never outlives who started it.
 */
public final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * Runs until standard input ends.
     *
     * @param arguments nothing for a temporary directory and a free port, or a directory and a port
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedBroker broker = start(arguments)) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            System.out.println("READY " + broker.bootstrapServers());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Whatever comes is ignored; the end is what counts.
                continue;
            }
        }
    }

    private static EmbeddedBroker start(String[] arguments) {
        if (arguments.length == 0) {
            return EmbeddedBroker.start();
        }
        return EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }
}

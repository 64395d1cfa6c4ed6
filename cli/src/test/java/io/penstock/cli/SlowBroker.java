// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a broker; its connections are accepted, and nothing that is said on them is heard before it is told to answer. */
final class SlowBroker implements AutoCloseable {
    private final ServerSocket listening;
    private final String broker;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private SlowBroker(ServerSocket listening, String broker) {
        this.listening = listening;
        this.broker = broker;
    }

    /** {@code broker} is its {@code HOST:PORT}. */
    static SlowBroker before(String broker) throws IOException {
        return new SlowBroker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), broker);
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Passes on what was said meanwhile, and all that is said from now on. */
    void answer() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    passOn(listening.accept());
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    private void passOn(Socket client) throws IOException {
        int colon = broker.lastIndexOf(':');
        Socket behind = new Socket(broker.substring(0, colon), Integer.parseInt(broker.substring(colon + 1)));
        open.addAll(List.of(client, behind));
        Thread.ofVirtual().start(() -> copy(client, behind));
        Thread.ofVirtual().start(() -> copy(behind, client));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // Who still reads from the other sees its end.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

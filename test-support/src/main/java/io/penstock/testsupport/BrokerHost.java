// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import io.penstock.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The main class of a process that has brokers: what one loads and compiles serves the next. It takes a line for each order, {@code start DIRECTORY} or
 * {@code end DIRECTORY}, says {@code READY DIRECTORY host:port} of what it has started, and deletes the directory of what has ended. When its standard input ends, so does all of it.
 */
final class BrokerHost {
    private static final String START = "start ";
    private static final String END = "end ";

    private final Map<Path, EmbeddedBroker> brokers = new ConcurrentHashMap<>();

    private BrokerHost() {}

    static String toStart(Path directory) {
        return START + directory;
    }

    static String toEnd(Path directory) {
        return END + directory;
    }

    static String ready(Path directory) {
        return "READY " + directory + " ";
    }

    /**
     * Runs until standard input ends.
     *
     * @throws IOException if it cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        BrokerHost host = new BrokerHost();
        try (ExecutorService work = Executors.newCachedThreadPool();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String line = order;
                work.execute(() -> host.obey(line));
            }
        }
        host.brokers.keySet().forEach(host::end);
    }

    private void obey(String order) {
        if (order.startsWith(START)) {
            Path directory = Path.of(order.substring(START.length()));
            EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
            brokers.put(directory, broker);
            System.out.println(ready(directory) + broker.bootstrapServers());
        } else if (order.startsWith(END)) {
            end(Path.of(order.substring(END.length())));
        } else {
            throw new IllegalArgumentException("start or end of a directory expected, found \"" + order + "\"");
        }
    }

    private void end(Path directory) {
        brokers.remove(directory).close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}

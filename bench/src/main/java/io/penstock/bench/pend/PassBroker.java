// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.bench.pipeline.BrokerChild;
import io.penstock.broker.EmbeddedBroker;
import java.io.IOException;
import java.util.List;

/** The broker that a pass has to itself. */
sealed interface PassBroker extends AutoCloseable {
    /** HOST:PORT. */
    String bootstrapServers();

    /** Processor time of its process so far, in nanoseconds; zero where it has none of its own. */
    long cpuNanos();

    @Override
    void close();

    /** In this process, beside agent, topology and reader, as {@code penstock run} has it. */
    record Embedded(EmbeddedBroker broker) implements PassBroker {
        static PassBroker start() {
            return new Embedded(EmbeddedBroker.start());
        }

        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public long cpuNanos() {
            return 0;
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** In a process of its own. */
    record Apart(BrokerChild broker) implements PassBroker {
        /** What {@code penstock broker} runs with, but for the heap: a broker costs both kinds of round trip more than all else. */
        private static final List<String> JVM = List.of(
                "-Xmx768m",
                "-XX:+UseParallelGC",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED");

        static PassBroker start() throws IOException {
            return new Apart(BrokerChild.start(JVM));
        }

        @Override
        public String bootstrapServers() {
            return broker.bootstrapServers();
        }

        @Override
        public long cpuNanos() {
            return broker.cpuNanos();
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}

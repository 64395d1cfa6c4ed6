// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of commits, and that Kafka Streams does tell: it is an interface of its internals, which another version may drop. */
class BeforeCommitTest {
    private static final String KEPT = "kept";

    private final List<String> written = new ArrayList<>();

    @Test
    void shouldLetTheRecordsSinceTheLastCommitIntoOtherStoresAsPartOfTheNext(@TempDir Path state) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "before-commit");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        Topology topology = new Topology().addSource("in", "in").addProcessor("keeping", new Keeping.Supplier(), "in");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
            var in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("", "one");
            in.pipeInput("", "two");
            KeyValueStore<Bytes, byte[]> kept = driver.getKeyValueStore(KEPT);
            assertThat(kept.get(Bytes.wrap("one".getBytes(StandardCharsets.UTF_8))))
                    .isNotNull();
            assertThat(kept.get(Bytes.wrap("two".getBytes(StandardCharsets.UTF_8))))
                    .isNotNull();
        }
    }

    @Test
    void shouldCallOnlyWhoeverRegisteredLast() {
        BeforeCommit commits = opened();
        commits.register(() -> written.add("first"));
        commits.writeNow();
        commits.register(() -> written.add("second"));
        commits.flushCache();
        assertThat(written).containsExactly("first", "second");
    }

    @Test
    void shouldForgetWhatIsUnwrittenWhenItIsClosedSinceItsTransactionHasFailed() {
        BeforeCommit commits = opened();
        commits.register(() -> written.add("of a failed transaction"));
        commits.close();
        commits.writeNow();
        commits.init(new MockProcessorContext<>().getStateStoreContext(), commits);
        commits.writeNow();
        commits.flushCache();
        assertThat(written).isEmpty();
    }

    private static BeforeCommit opened() {
        BeforeCommit commits = new BeforeCommit(TaskStores.COMMITS);
        commits.init(new MockProcessorContext<>().getStateStoreContext(), commits);
        return commits;
    }

    /** Remembers what comes and stores it before a commit. */
    private static final class Keeping implements Processor<String, String, Void, Void> {
        private final List<String> unwritten = new ArrayList<>();

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            KeyValueStore<Bytes, byte[]> kept = context.getStateStore(KEPT);
            BeforeCommit commits = context.getStateStore(TaskStores.COMMITS);
            commits.register(() -> {
                unwritten.forEach(value -> kept.put(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)), new byte[1]));
                unwritten.clear();
            });
        }

        @Override
        public void process(Record<String, String> received) {
            unwritten.add(received.value());
        }

        private record Supplier() implements ProcessorSupplier<String, String, Void, Void> {
            @Override
            public Processor<String, String, Void, Void> get() {
                return new Keeping();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(TaskStores.logged(KEPT), new EmptyStore.Builder<>(TaskStores.COMMITS, BeforeCommit::new));
            }
        }
    }
}

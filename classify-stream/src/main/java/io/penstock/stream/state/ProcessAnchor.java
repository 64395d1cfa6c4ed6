// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A store that keeps nothing and says that it is persistent.
 *
 * <p>Kafka Streams draws a new process id, and with it a new transactional id, at every start of an application whose
 * stores are all in memory; a killed instance's open transaction is then not fenced but waits for its timeout. One
 * persistent store and a stable state directory keep the id. This one costs no native library and no disk.
 */
final class ProcessAnchor implements StateStore {
    private final String name;
    private boolean open;

    private ProcessAnchor(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Builds the anchor; it has no changelog. */
    static final class Builder implements StoreBuilder<ProcessAnchor> {
        private final String name;

        Builder(String name) {
            this.name = name;
        }

        @Override
        public ProcessAnchor build() {
            return new ProcessAnchor(name);
        }

        @Override
        public StoreBuilder<ProcessAnchor> withCachingEnabled() {
            throw new UnsupportedOperationException("an anchor has no records to cache");
        }

        @Override
        public StoreBuilder<ProcessAnchor> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProcessAnchor> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("an anchor has no records to log");
        }

        @Override
        public StoreBuilder<ProcessAnchor> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return name;
        }
    }
}

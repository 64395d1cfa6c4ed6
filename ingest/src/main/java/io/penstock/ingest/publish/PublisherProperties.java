// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What a producer of packets is set to. */
final class PublisherProperties {
    private static final int MEBIBYTE = 1 << 20;

    private PublisherProperties() {}

    /** The user's properties over ours, but for those on which no loss and no disorder depend. */
    static Map<String, Object> of(Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, MEBIBYTE);
        // A request carries batches of several partitions; a single record stays below 1 MiB by itself.
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * MEBIBYTE);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L * MEBIBYTE);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        // Brokers that are away come back: a record that is given up is lost, or ends the agent.
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "penstock-agent");
        all.putAll(client);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Where a partition's first batch has to be sent again, as after an election, a broker takes the second one for
        // the first: it knows no number to expect yet. Then
        // it refuses the first for ever (Kafka 4.4.0).
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // A transactional producer would hold back every reader of committed records.
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return all;
    }

    /** The same for packets of slow sources, whose records leave in turns: they are packed already, and are not to come together again. */
    static Map<String, Object> ofSlowSources(Map<String, Object> client) {
        Map<String, Object> all = new HashMap<>(client);
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        return of(all);
    }

    /** How long a record may be on its way. */
    static Duration deliveryTimeout(Map<String, Object> properties) {
        return Duration.ofMillis(
                Long.parseLong(String.valueOf(properties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG))));
    }
}

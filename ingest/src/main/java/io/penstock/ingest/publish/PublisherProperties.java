// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "penstock-agent");
        all.putAll(client);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        // A transactional producer would hold back every reader of committed records.
        all.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return all;
    }
}

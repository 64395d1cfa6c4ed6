// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a small topic that tells of the present once, from its start to what is committed now. */
public final class CompactedTopic {
    private CompactedTopic() {}

    /**
     * Hands over every committed record, older ones of a key before newer ones; records without a key are left out.
     *
     * @param client bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be read
     */
    public static void read(Map<String, Object> client, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (CompactedReader from = CompactedReader.open(client, topic)) {
            from.readToEnd(reader);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker that was killed leaves open is closed by the next one on its directory. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KilledBrokerIT {
    /** Over before another JVM has started a broker, so the transaction ends while that one starts. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(1);

    @Test
    void shouldLetReadersPastATransactionThatEndsWhileTheNextBrokerStarts(@TempDir Path directory) throws Exception {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            TransactionalTopic topic = new TransactionalTopic(broker);
            topic.make();
            try (KafkaProducer<String, String> abandoned = topic.abandoned("abandoned", TRANSACTION_TIMEOUT)) {
                broker.kill();
                abandoned.close(Duration.ZERO);
            }
            broker.startAgain();
            topic.send("later");
            assertThat(topic.readCommitted())
                    .hasSize(TransactionalTopic.PARTITIONS)
                    .extracting(ConsumerRecord::value)
                    .containsOnly("later");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A single node that hangs is not taken for one that is gone: nobody could lead in its place. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FrozenBrokerIT {
    /** Kafka's own setting is 9 s. */
    private static final Duration LONGER_THAN_A_SESSION = Duration.ofSeconds(11);
    /** Over when the broker wakes, so the transaction ends in the moment in which a broker that was given up leads nothing. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    private static final Optional<Integer> FIRST_LEADER = Optional.of(0);

    @Test
    void shouldLeadOnAndEndWhatTimedOutMeanwhile(@TempDir Path directory) throws Exception {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            TransactionalTopic topic = new TransactionalTopic(broker);
            topic.make();
            try (KafkaProducer<String, String> abandoned = topic.abandoned("abandoned", TRANSACTION_TIMEOUT)) {
                broker.freeze();
                abandoned.close(Duration.ZERO);
            }
            LockSupport.parkNanos(LONGER_THAN_A_SESSION.toNanos());
            broker.thaw();
            topic.send("later");
            assertThat(topic.readCommitted())
                    .hasSize(TransactionalTopic.PARTITIONS)
                    .allSatisfy(read -> {
                        assertThat(read.value()).isEqualTo("later");
                        assertThat(read.leaderEpoch()).isEqualTo(FIRST_LEADER);
                    });
        }
    }
}

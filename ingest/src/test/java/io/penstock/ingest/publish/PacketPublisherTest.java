// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketPublisherTest {
    private static final TimeoutException EXPIRED = new TimeoutException("Expiring 1 record(s): 60000 ms has passed");

    private final List<String> settled = new ArrayList<>();

    @Test
    void shouldLetNoRecordOvertakeOneThatWasGivenUp() throws Exception {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        PacketPublisher publisher = publisher(producer, Duration.ofSeconds(60));
        send(publisher, "first");
        send(publisher, "second");

        producer.errorNext(EXPIRED);

        assertThat(producer.closed())
                .as("closed before the producer can send what is behind the first")
                .isTrue();
        assertThat(settled).containsExactly("first lost");
        assertThatThrownBy(() -> send(publisher, "third")).isInstanceOf(PublishException.class);
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldOfferARecordAgainThatTheProducerDidNotTakeIn() throws Exception {
        ForgetfulProducer producer = new ForgetfulProducer(3);
        PacketPublisher publisher = publisher(producer, Duration.ofSeconds(60));

        send(publisher, "first");
        send(publisher, "second");

        assertThat(producer.history())
                .extracting(sent -> new String(sent.value()))
                .containsExactly("first", "second");
        assertThat(settled).containsExactly("first stored", "second stored");
        assertThat(producer.closed()).isFalse();
    }

    @Test
    void shouldNotOfferItForLongerThanARecordMayTake() {
        ForgetfulProducer producer = new ForgetfulProducer(Integer.MAX_VALUE);
        PacketPublisher publisher = publisher(producer, Duration.ZERO);

        assertThatThrownBy(() -> send(publisher, "first"))
                .isInstanceOfSatisfying(
                        PublishException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(PublishException.Kind.NOT_DELIVERED));
        assertThat(settled).containsExactly("first lost");
        assertThat(producer.closed()).isTrue();
    }

    private static PacketPublisher publisher(MockProducer<byte[], byte[]> producer, Duration patience) {
        return new PacketPublisher("nowhere:1", producer, 1, patience);
    }

    private void send(PacketPublisher publisher, String value) throws Exception {
        publisher.send(0, value.getBytes(), stored -> settled.add(value + (stored ? " stored" : " lost")));
    }

    /** Knows nothing of the brokers for its first calls, as a producer does whose topic's place is out of date. */
    private static final class ForgetfulProducer extends MockProducer<byte[], byte[]> {
        private int unknown;

        ForgetfulProducer(int unknown) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.unknown = unknown;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> sending, Callback callback) {
            if (unknown-- > 0) {
                TimeoutException late = new TimeoutException("Topic not present in metadata after 10000 ms.");
                callback.onCompletion(null, late);
                return java.util.concurrent.CompletableFuture.failedFuture(late);
            }
            return super.send(sending, callback);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The process of who answers plain requests: a share group's member with a worker's settings. */
final class EchoChild {
    static final String GROUP_OF = "bench-echo";
    static final String REPLIES = "bench.replies";
    /** As many as a completion among others takes. */
    private static final int REPLY_BYTES = 90;

    private static final Duration POLL = Duration.ofMillis(20);

    private final int partitions;
    private final KafkaShareConsumer<byte[], byte[]> requests;
    private final KafkaProducer<byte[], byte[]> replies;
    private volatile boolean closing;

    private EchoChild(
            int partitions, KafkaShareConsumer<byte[], byte[]> requests, KafkaProducer<byte[], byte[]> replies) {
        this.partitions = partitions;
        this.requests = requests;
        this.replies = replies;
    }

    static Child start(String bootstrapServers, int partitions) throws IOException {
        return Child.start(EchoChild.class, bootstrapServers, Integer.toString(partitions));
    }

    /**
     * Answers until its standard input ends.
     *
     * @param arguments bootstrap servers and partitions of the replies
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, Object> client = Map.of("bootstrap.servers", arguments[0]);
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workers(GROUP_OF));
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 512);
        try (KafkaShareConsumer<byte[], byte[]> requests =
                        new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> replies = RequestReply.replies(client)) {
            requests.subscribe(List.of(Topics.pended(GROUP_OF)));
            EchoChild echo = new EchoChild(Integer.parseInt(arguments[1]), requests, replies);
            System.out.println(Child.READY);
            Thread answering = Thread.ofPlatform().name("echo").start(echo::run);
            while (System.in.read() >= 0) {
                continue;
            }
            echo.closing = true;
            answering.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                answer(requests.poll(POLL));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a worker does: nothing is let go before its answer is with the broker. */
    private void answer(ConsumerRecords<byte[], byte[]> delivered) throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(delivered.count());
        for (ConsumerRecord<byte[], byte[]> request : delivered) {
            int number = RequestValues.numberOf(request.value());
            byte[] value = ByteBuffer.allocate(REPLY_BYTES).putInt(number).array();
            replies.send(
                    new ProducerRecord<>(REPLIES, number % partitions, null, value),
                    (metadata, failure) -> sent.countDown());
        }
        sent.await();
        delivered.forEach(request -> requests.acknowledge(request, AcknowledgeType.ACCEPT));
    }
}

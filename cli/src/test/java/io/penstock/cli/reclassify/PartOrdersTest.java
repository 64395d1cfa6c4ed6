// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.cli.pipeline.PipelineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Instances that begin at once agree on what is read, whatever of a rival's commit they see. */
class PartOrdersTest {
    private static final ApplicationTopics TOPICS = ApplicationTopics.of("lines", 2);
    private static final List<String> QUESTION = List.of("policy 1", "policy 2");
    private static final SortedMap<Integer, String> WHOLE =
            new TreeMap<>(Map.of(0, "policy 1\npolicy 2\n0 7 0 7 0 7", 1, "policy 1\npolicy 2\n0 9 0 9 0 9"));
    private static final SortedMap<Integer, String> SECOND_ALONE = WHOLE.tailMap(1);
    private static final List<ReadOffsets> AS_WRITTEN = List.of(offsets(7), offsets(9));

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();

    @Test
    void shouldWriteAnOrderForEachPartitionWhereNobodyHas() throws Exception {
        assertThat(agree(this::sent, this::producer)).isEqualTo(AS_WRITTEN);
        assertThat(producers).hasSize(1);
        assertThat(sent()).isEqualTo(WHOLE);
    }

    @Test
    void shouldWaitForTheOtherPartitionsOfACommitThatIsUnderWay() throws Exception {
        // The coordinator lets a successor in once the markers are in all partitions, not before.
        Supplier<SortedMap<Integer, String>> committed = () -> producers.isEmpty() ? SECOND_ALONE : WHOLE;

        assertThat(agree(committed, this::producer)).isEqualTo(AS_WRITTEN);
        assertThat(sent()).as("written by this instance").isEmpty();
    }

    @Test
    void shouldTakeWhatARivalWroteThatFencedIt() throws Exception {
        Supplier<Producer<byte[], byte[]>> fenced = () -> {
            MockProducer<byte[], byte[]> producer = producer();
            producer.initTransactions();
            producer.fenceProducer();
            return producer;
        };

        assertThat(agree(() -> producers.isEmpty() ? new TreeMap<>() : WHOLE, fenced))
                .isEqualTo(AS_WRITTEN);
    }

    @Test
    void shouldSaySoWhereAPartitionHasLostItsOrder() {
        assertThatThrownBy(() -> agree(() -> SECOND_ALONE, this::producer))
                .isInstanceOf(PipelineException.class)
                .hasMessage("penstock-reclassify-lines-parts has lost records; take another id");
    }

    @Test
    void shouldRefuseAnotherQuestion() {
        PartOrders orders = new PartOrders(TOPICS, () -> WHOLE, this::producer);

        assertThatThrownBy(() -> orders.agree(List.of("policy 3"), () -> AS_WRITTEN))
                .isInstanceOf(OtherQuestionException.class)
                .hasMessageContaining("answers another question");
    }

    private static List<ReadOffsets> agree(
            Supplier<SortedMap<Integer, String>> committed, Supplier<Producer<byte[], byte[]>> producers)
            throws InterruptedException {
        return new PartOrders(TOPICS, committed, producers).agree(QUESTION, () -> AS_WRITTEN);
    }

    private MockProducer<byte[], byte[]> producer() {
        producers.add(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()));
        return producers.getLast();
    }

    /** What this instance's producers have committed, by partition. */
    private SortedMap<Integer, String> sent() {
        SortedMap<Integer, String> sent = new TreeMap<>();
        for (MockProducer<byte[], byte[]> producer : producers) {
            for (ProducerRecord<byte[], byte[]> record : producer.history()) {
                sent.put(record.partition(), new String(record.value(), StandardCharsets.UTF_8));
            }
        }
        return sent;
    }

    private static ReadOffsets offsets(long end) {
        return new ReadOffsets(0, end, 0, end, 0, end);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionFinding;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.testsupport.KafkaExtension;
import io.penstock.worker.signature.SignatureInspection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signature inspection as it is shipped: configured by what the pend carries, in a worker, over a real broker. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class SignatureWorkerIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final String KEY = SignatureInspection.KEY;

    @Test
    void shouldBlockJustThePacketsThatHoldASignature() {
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "inspector");
        try (CalloutWorker worker = CalloutWorker.start(config, SignatureInspection::new, WorkerMetrics.NOOP);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), KEY)) {
            PendedPacket misconfigured = Pends.pended(KEY, 3, "an evil payload");
            misconfigured.setFilterKey("misconfigured");
            misconfigured.setProviderContext("{\"signatures\":[{\"name\":\"nothing\"}]}");
            send(Pends.pended(KEY, 1, "an evil payload"), Pends.pended(KEY, 2, "a good payload"), misconfigured);
            read.until(answers -> answers.size() == 3);

            assertThat(completion(read, 1).getKind()).isEqualTo(CompletionKind.BLOCK);
            assertThat(completion(read, 1).getFindings())
                    .containsExactly(new CompletionFinding(
                            "evil", "at byte 3 of 15 bytes of payload, at FWPM_LAYER_DATAGRAM_DATA_V4"));
            assertThat(completion(read, 2).getKind()).isEqualTo(CompletionKind.PERMIT);
            assertThat(completion(read, 2).getFindings()).isEmpty();
            assertThat(completion(read, 3).getKind()).isEqualTo(CompletionKind.FAILED);
            assertThat(completion(read, 3).getReason()).contains("signature nothing needs either text or hex");
            assertThat(worker.failure()).isEmpty();
        }
    }

    private static Completion completion(CompletionsRead read, int number) {
        return read.until(answers -> true).get("pend-" + number).getFirst().completion();
    }

    private static void send(PendedPacket... pends) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (PendedPacket pended : pends) {
                producer.send(new ProducerRecord<>(Topics.pended(KEY), Pends.wire(pended)));
            }
        }
    }
}

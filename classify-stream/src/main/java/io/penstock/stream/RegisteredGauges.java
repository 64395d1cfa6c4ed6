// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.KafkaStreams;

/** How a running instance stands, for whoever scrapes it: its tasks, and what Kafka Streams and its clients tell. */
final class RegisteredGauges {
    /** Tasks and their clients come and go; Micrometer looks for them once a minute if it is not told. */
    private static final Duration KAFKA_REFRESH = Duration.ofSeconds(5);

    private RegisteredGauges() {}

    /** Registers them; what is returned ends the looking after Kafka's. */
    static Runnable register(MeterRegistry registry, KafkaStreams streams, TaskBoard board) {
        ClassifyMeter.WAITING.gauge(registry, () -> sum(board, TaskBalance::waiting));
        ClassifyMeter.TASKS.gauge(registry, () -> board.balances().size());
        ClassifyMeter.REVISION.gauge(registry, board::lowestRevision);
        for (ClassifyIdentity identity : ClassifyIdentity.values()) {
            ClassifyMeter.IMBALANCE.gauge(registry, () -> sum(board, task -> task.imbalance(identity)), identity.key());
        }
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("penstock-kafka-metrics").factory());
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams, Tags.empty(), looking, KAFKA_REFRESH);
        kafka.bindTo(registry);
        return () -> {
            kafka.close();
            looking.shutdownNow();
        };
    }

    private static long sum(TaskBoard board, ToLongFunction<TaskBalance> of) {
        return board.balances().stream().mapToLong(of).sum();
    }
}

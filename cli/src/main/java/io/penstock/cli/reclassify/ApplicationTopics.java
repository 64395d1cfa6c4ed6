// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of one re-classification as an application, each with a partition for each of the packets'. All that is the application's begins with its id.
 *
 * @param applicationId of the Kafka Streams application, its consumer group and its transactions
 * @param partitions 1 and up
 */
record ApplicationTopics(String applicationId, int partitions) {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final String PREFIX = "penstock-reclassify-";

    static ApplicationTopics of(String id, int partitions) {
        return new ApplicationTopics(PREFIX + id, partitions);
    }

    /** In each partition one record: what is to be read of that partition of the packets. */
    String parts() {
        return applicationId + "-parts";
    }

    /** What came of each part. */
    String results() {
        return applicationId + "-results";
    }

    /** Makes them where they are missing. */
    void create(KafkaClientSettings kafka) {
        Map<String, String> settings = Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(KEPT.toMillis()));
        List<NewTopic> missing = new ArrayList<>();
        for (String name : List.of(parts(), results())) {
            missing.add(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings));
        }
        try (Admin admin = kafka.admin()) {
            for (var creation : admin.createTopics(missing).values().values()) {
                creation.get();
            }
        } catch (ExecutionException refused) {
            if (!(refused.getCause() instanceof TopicExistsException)) {
                throw new PipelineException(
                        "the topics of " + applicationId + " cannot be made: "
                                + refused.getCause().getMessage(),
                        refused.getCause());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PipelineException("stopped while making topics", stopped);
        }
    }

    /** Has a consumer read all that is committed in a topic, from its beginning. */
    List<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return all;
    }
}

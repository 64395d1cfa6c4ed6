// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.schemas.TopicCatalogue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The cluster that is read.
 *
 * @param id as Kafka has it
 * @param partitions of the packets topic, 1 and up
 */
record Cluster(String id, int partitions) {
    /** Asks it; its topics are checked. */
    static Cluster of(KafkaClientSettings kafka) {
        kafka.check();
        try (Admin admin = kafka.admin()) {
            int partitions = TopicCatalogue.verify(admin);
            return new Cluster(admin.describeCluster().clusterId().get(), partitions);
        } catch (ExecutionException refused) {
            throw new KafkaException(refused.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException(stopped);
        }
    }
}

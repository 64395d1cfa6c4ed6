// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Makes what an out-of-band callout needs before it may be registered: its topic, of one partition, and the settings of its
 * workers' share group.
 *
 * <p>One partition, because the share assignor spreads partitions over members, and a dead member's partition is read by
 * nobody until its session ends. The group starts at the earliest record, or the first pends would be skipped.
 */
public final class CalloutTopics {
    private CalloutTopics() {}

    /** The share group of a callout's workers. */
    public static String workerGroup(String calloutKey) {
        return Topics.workers(calloutKey);
    }

    /**
     * Makes them where they are missing.
     *
     * @param lock how long a worker may keep a packet before another gets it; shorter than half the pend's deadline
     * @throws ControlWriteException if Kafka refuses the group's settings
     * @throws io.penstock.schemas.TopicCatalogueException if Kafka refuses the topic
     */
    public static void prepare(Admin admin, String calloutKey, Duration lock) {
        try {
            TopicCatalogue.createPended(admin, calloutKey);
            settle(admin, workerGroup(calloutKey), lock);
        } catch (ExecutionException refused) {
            throw new ControlWriteException(
                    "callout " + calloutKey + " was not prepared: "
                            + refused.getCause().getMessage(),
                    refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlWriteException("interrupted while preparing callout " + calloutKey, interrupted);
        }
    }

    private static void settle(Admin admin, String group, Duration lock)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                set("share.delivery.count.limit", "5"));
        admin.incrementalAlterConfigs(Map.of(resource, settings)).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What the workers of one callout have in common: the topic of its pended packets, and a group. Of a shared callout that is a share group (KIP-932), whose
 * settings are Penstock's, not an operator's: the defaults would skip the first pends. They are made before the callout is registered, and again, to the
 * same values, by each worker that starts. Of a partitioned one it is a classic group, which takes its settings from its members.
 */
public final class WorkerGroup {
    /**
     * Delivery at which a worker answers "failed" instead of asking once more, 1 the first. A fetch that a killed worker left behind counts as a delivery though
     * nobody saw it, so of two in a row only one may have been seen.
     */
    public static final int DELIVERIES = 6;

    /** As many as brokers allow, since nobody may see the one at which a worker would give up, and the group drops what has none left without a word. */
    private static final int LIMIT = 10;

    private WorkerGroup() {}

    /**
     * Makes topic and settings.
     *
     * @param delivery how the callout's code wants its packets
     * @param lock how long a shared packet is one worker's before another gets it; less than half the pend's deadline
     * @throws TopicCatalogueException if Kafka refuses or cannot be reached
     */
    public static void prepare(Admin admin, String calloutKey, CalloutDelivery delivery, Duration lock) {
        TopicCatalogue.createPended(admin, calloutKey, delivery);
        if (delivery == CalloutDelivery.SHARED) {
            configure(admin, calloutKey, lock);
        }
    }

    private static void configure(Admin admin, String calloutKey, Duration lock) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(calloutKey));
        try {
            admin.incrementalAlterConfigs(Map.of(group, settings(lock))).all().get();
        } catch (ExecutionException refused) {
            throw failed(calloutKey, refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(calloutKey, interrupted);
        }
    }

    private static List<AlterConfigOp> settings(Duration lock) {
        return List.of(
                set("share.auto.offset.reset", "earliest"),
                // Reading committed would add a commit interval to every pend; an aborted pend's completion finds
                // nothing.
                set("share.isolation.level", "read_uncommitted"),
                set("share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                set("share.delivery.count.limit", Integer.toString(LIMIT)));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static TopicCatalogueException failed(String calloutKey, Throwable cause) {
        return new TopicCatalogueException(
                "the workers' group of callout " + calloutKey + " was not prepared: " + cause.getMessage(), cause);
    }
}

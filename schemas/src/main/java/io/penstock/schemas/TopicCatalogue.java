// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import io.penstock.schemas.CatalogueTopic.Cleanup;
import io.penstock.schemas.CatalogueTopic.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Every topic, and how it is made. The number of partitions is chosen once, when the topics are made: flows' state lives by it, so
 * growth is a new generation of topics. Kafka Streams makes none of them and, with the Processor API, checks none. Thread-safe.
 */
public final class TopicCatalogue {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMillis(20);
    private static final int MOST_PARTITIONS = 1_000;

    private static final List<CatalogueTopic> TOPICS = List.of(
            new CatalogueTopic(Topics.PACKETS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.COMPLETIONS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.REINJECTIONS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.VERDICTS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.DISCARDS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.DISCARD_COUNTS, Spread.BY_FLOW, Cleanup.COMPACTED, DAY),
            new CatalogueTopic(Topics.FINDINGS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.FLOWS, Spread.BY_FLOW, Cleanup.BY_AGE, WEEK),
            new CatalogueTopic(Topics.INJECTIONS, Spread.BY_FLOW, Cleanup.BY_AGE, DAY),
            new CatalogueTopic(Topics.POLICY, Spread.SINGLE, Cleanup.COMPACTED, DAY),
            new CatalogueTopic(Topics.CALLOUTS, Spread.SINGLE, Cleanup.COMPACTED, DAY),
            new CatalogueTopic(Topics.LEASES, Spread.SINGLE, Cleanup.COMPACTED, DAY),
            new CatalogueTopic(Topics.AUDIT, Spread.SINGLE, Cleanup.BY_AGE, YEAR),
            new CatalogueTopic(Topics.DEAD_LETTERS, Spread.SINGLE, Cleanup.BY_AGE, WEEK));

    private TopicCatalogue() {}

    /** Every topic but those of callouts. */
    public static List<CatalogueTopic> topics() {
        return TOPICS;
    }

    /**
     * The topic of a callout's pended packets. Shared, it has one partition whatever the others have, because a share group's assignor spreads
     * partitions over workers, and a killed worker's partition would wait for the end of its session. Partitioned, it has those of origin.
     *
     * @throws IllegalArgumentException if the key cannot name a topic
     */
    public static CatalogueTopic pended(String calloutKey, CalloutDelivery delivery) {
        Spread spread = switch (delivery) {
            case SHARED -> Spread.SINGLE;
            case PARTITIONED -> Spread.BY_FLOW;
        };
        return new CatalogueTopic(Topics.pended(calloutKey), spread, Cleanup.BY_AGE, DAY);
    }

    /**
     * Makes the topics that are missing, then checks all of them. Safe to call by several at once.
     *
     * @param partitions of the topics that are spread by flow, 1 to 1000
     * @throws PartitionMismatchException if topics are there with another number of partitions
     * @throws TopicCatalogueException if Kafka refuses or cannot be reached
     */
    public static void create(Admin admin, int partitions) {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException("partitions is " + partitions + ", expected 1 to " + MOST_PARTITIONS);
        }
        List<NewTopic> missing =
                TOPICS.stream().map(topic -> topic.toCreate(partitions)).toList();
        await(admin.createTopics(missing).values());
        check(TOPICS, partitions, settledCounts(admin, TOPICS));
    }

    /**
     * Makes the topic of a callout's pended packets where it is missing. Who finds it needs no right to make topics.
     *
     * @throws PartitionMismatchException if it is there with other partitions than the delivery wants, or the topics it depends on are missing
     * @throws TopicCatalogueException if Kafka refuses or cannot be reached
     */
    public static void createPended(Admin admin, String calloutKey, CalloutDelivery delivery) {
        CatalogueTopic topic = pended(calloutKey, delivery);
        int partitions = topic.spread() == Spread.BY_FLOW ? verify(admin) : 1;
        if (counts(admin, List.of(topic)).isEmpty()) {
            await(admin.createTopics(List.of(topic.toCreate(partitions))).values());
        }
        check(List.of(topic), partitions, settledCounts(admin, List.of(topic)));
    }

    /**
     * Checks that every topic is there and has the partitions it must have.
     *
     * @return the number of partitions of the topics that are spread by flow
     * @throws PartitionMismatchException if one is missing or differs from {@code penstock.packets}
     * @throws TopicCatalogueException if Kafka cannot be asked
     */
    public static int verify(Admin admin) {
        Map<String, Integer> counts = counts(admin, TOPICS);
        int partitions = counts.getOrDefault(Topics.PACKETS, 0);
        check(TOPICS, partitions, counts);
        return partitions;
    }

    private static void check(List<CatalogueTopic> topics, int partitions, Map<String, Integer> counts) {
        List<String> faults = new ArrayList<>();
        for (CatalogueTopic topic : topics) {
            int found = counts.getOrDefault(topic.name(), 0);
            if (found == 0) {
                faults.add(topic.name() + " is missing");
            } else if (found != topic.partitions(partitions)) {
                faults.add(topic.name() + " has " + found + " of " + topic.partitions(partitions));
            }
        }
        if (!faults.isEmpty()) {
            throw new PartitionMismatchException(faults);
        }
    }

    /** A broker that is asked right after a topic was made may not have heard of it yet. */
    private static Map<String, Integer> settledCounts(Admin admin, List<CatalogueTopic> topics) {
        long giveUp = System.nanoTime() + HEARD_WITHIN.toNanos();
        Map<String, Integer> counts = counts(admin, topics);
        while (counts.size() < topics.size() && System.nanoTime() < giveUp) {
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
            counts = counts(admin, topics);
        }
        return counts;
    }

    private static Map<String, Integer> counts(Admin admin, List<CatalogueTopic> topics) {
        List<String> names = topics.stream().map(CatalogueTopic::name).toList();
        Map<String, Integer> counts = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            TopicDescription found = answer(future, UnknownTopicOrPartitionException.class);
            if (found != null) {
                counts.put(name, found.partitions().size());
            }
        });
        return counts;
    }

    private static void await(Map<String, KafkaFuture<Void>> creations) {
        creations.values().forEach(creation -> answer(creation, TopicExistsException.class));
    }

    /** The answer, or null where it is the one refusal that is expected. */
    private static <T> T answer(KafkaFuture<T> future, Class<? extends Exception> expected) {
        try {
            return future.get();
        } catch (ExecutionException refused) {
            if (expected.isInstance(refused.getCause())) {
                return null;
            }
            throw new TopicCatalogueException(
                    "the topics cannot be prepared: " + refused.getCause().getMessage(), refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TopicCatalogueException("interrupted while preparing the topics", interrupted);
        }
    }
}

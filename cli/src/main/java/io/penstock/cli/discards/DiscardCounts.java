// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.schemas.Topics;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.counts.DiscardTotal;
import io.penstock.stream.counts.DiscardTotals;
import io.penstock.stream.counts.StoredDiscards;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/**
 * A cluster's discard counts: recent windows from the stores of the topology's instances, any of which answers for all; what they no longer hold, and everything where none
 * can be asked, from the compacted topic. One thread.
 */
public final class DiscardCounts implements AutoCloseable {
    private final KafkaClientSettings kafka;
    private final DiscardQuestion question;
    private final Optional<String> instance;
    private final Consumer<String> notes;
    private final Admin admin;
    private final InstanceClient client = new InstanceClient();
    private CountsTopic topic;
    private String lastNote = "";

    /**
     * Asks nobody yet.
     *
     * @param instance HOST:PORT of the one instance to ask; empty: those that the consumer group tells of
     * @param notes told where the counts are from, whenever that changes
     */
    public DiscardCounts(
            KafkaClientSettings kafka, DiscardQuestion question, Optional<String> instance, Consumer<String> notes) {
        this.kafka = kafka;
        this.question = question;
        this.instance = instance;
        this.notes = notes;
        admin = kafka.admin();
    }

    /**
     * The counts now.
     *
     * @throws io.penstock.cli.pipeline.PipelineException if they cannot be read
     */
    public DiscardTotals totals() {
        Set<String> instances = instance.map(Set::of).orElseGet(this::alive);
        String why = "no instance of the topology can be asked";
        for (String each : instances) {
            try {
                return whole(client.ask(each, question, true), each);
            } catch (IOException silent) {
                why = each + ": " + silent.getMessage();
            }
        }
        note(why + ": counts are from " + Topics.DISCARD_COUNTS + ", read committed");
        return topic().totals();
    }

    private DiscardTotals whole(StoredDiscards stored, String from) {
        boolean isWhole = stored.isWhole(question.sinceNanos());
        note("counts are from the stores of all instances, asked at " + from
                + (isWhole ? "" : ", windows before their host's last day from the topic"));
        if (isWhole) {
            return stored.totals();
        }
        DiscardTotals earlier = topic().totals((partition, key) -> !stored.holds(partition, key));
        DiscardTotals all = stored.totals();
        for (DiscardTotal line : earlier.lines()) {
            all.add(line);
        }
        all.covers(earlier.firstNanos(), earlier.endNanos());
        return all;
    }

    private CountsTopic topic() {
        if (topic == null) {
            topic = CountsTopic.open(kafka, question);
        }
        return topic;
    }

    /** Where the members of the topology's group can be asked. Who may not see the group, or finds none, reads the topic. */
    private Set<String> alive() {
        Set<String> addresses = new LinkedHashSet<>();
        String group = ClassifyConfig.DEFAULT_APPLICATION_ID;
        try {
            ConsumerGroupDescription found = admin.describeConsumerGroups(Set.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
            found.members()
                    .forEach(member -> InstanceName.address(member.clientId()).ifPresent(addresses::add));
        } catch (ExecutionException refused) {
            return Set.of();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return addresses;
    }

    private void note(String text) {
        if (!text.equals(lastNote)) {
            notes.accept(text);
            lastNote = text;
        }
    }

    @Override
    public void close() {
        if (topic != null) {
            topic.close();
        }
        client.close();
        admin.close();
    }
}

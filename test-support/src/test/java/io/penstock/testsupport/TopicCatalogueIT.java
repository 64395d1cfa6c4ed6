// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CatalogueTopic;
import io.penstock.schemas.PartitionMismatchException;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TopicCatalogueIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    private Admin admin;

    @BeforeEach
    void connect() {
        admin = KAFKA.admin();
    }

    @AfterEach
    void forgetEverything() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get()).all().get();
        // Brokers hear of a deletion a little later than the controller.
        while (!admin.listTopics().names().get().isEmpty()) {
            Thread.onSpinWait();
        }
        admin.close();
    }

    @Test
    void shouldMakeEveryTopicOnceAndVerifyIt() throws Exception {
        TopicCatalogue.create(admin, 3);
        TopicCatalogue.create(admin, 3);
        assertThat(TopicCatalogue.verify(admin)).isEqualTo(3);
        assertThat(admin.listTopics().names().get())
                .containsExactlyInAnyOrderElementsOf(TopicCatalogue.topics().stream()
                        .map(CatalogueTopic::name)
                        .toList());
    }

    @Test
    void shouldStampRecordsWithPublishTimeSoThatOldCapturesAreKept() throws Exception {
        TopicCatalogue.create(admin, 1);
        ConfigResource packets = new ConfigResource(ConfigResource.Type.TOPIC, Topics.PACKETS);
        assertThat(admin.describeConfigs(List.of(packets))
                        .all()
                        .get()
                        .get(packets)
                        .get("message.timestamp.type")
                        .value())
                .isEqualTo("LogAppendTime");
    }

    @Test
    void shouldRefuseTopicsOfAnotherPartitionCountInOneSentence() {
        TopicCatalogue.create(admin, 2);
        assertThatThrownBy(() -> TopicCatalogue.create(admin, 3))
                .isInstanceOf(PartitionMismatchException.class)
                .hasMessageContaining("penstock.packets has 2 of 3")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseToStartAfterOneInputTopicHasGrown() throws Exception {
        TopicCatalogue.create(admin, 2);
        admin.createPartitions(Map.of(Topics.COMPLETIONS, NewPartitions.increaseTo(3)))
                .all()
                .get();
        while (partitionsOf(Topics.COMPLETIONS) < 3) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> TopicCatalogue.verify(admin))
                .isInstanceOf(PartitionMismatchException.class)
                .hasMessageContaining("(penstock.completions has 3 of 2)");
    }

    @Test
    void shouldNameEveryMissingTopic() {
        assertThatThrownBy(() -> TopicCatalogue.verify(admin))
                .hasMessageContaining("penstock.packets is missing, penstock.completions is missing");
    }

    @Test
    void shouldGiveACalloutsTopicOnePartitionAndRefuseMore() throws Exception {
        TopicCatalogue.createPended(admin, "penstock-signature", CalloutDelivery.SHARED);
        TopicCatalogue.createPended(admin, "penstock-signature", CalloutDelivery.SHARED);
        admin.createTopics(List.of(new NewTopic(Topics.pended("spread"), 2, (short) 1)))
                .all()
                .get();
        assertThatThrownBy(() -> TopicCatalogue.createPended(admin, "spread", CalloutDelivery.SHARED))
                .hasMessageContaining("penstock.pended.spread has 2 of 1");
    }

    private int partitionsOf(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get()
                .partitions()
                .size();
    }
}

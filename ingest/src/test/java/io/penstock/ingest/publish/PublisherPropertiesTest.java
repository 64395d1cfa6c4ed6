// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PublisherPropertiesTest {
    @Test
    void shouldLetNobodyTakeAwayThatRecordsAreStoredOnceAndInOrder() {
        Map<String, Object> properties = PublisherProperties.of(
                Map.of("acks", "1", "enable.idempotence", "false", "max.in.flight.requests.per.connection", 5));
        assertThat(properties)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 1);
    }

    @Test
    void shouldHoldBackNoRecordOfASlowSource() {
        assertThat(PublisherProperties.ofSlowSources(Map.of())).containsEntry("linger.ms", 0);
        assertThat(PublisherProperties.ofSlowSources(Map.of("linger.ms", 7))).containsEntry("linger.ms", 7);
    }

    @Test
    void shouldTakeOtherSettingsFromTheClient() {
        assertThat(PublisherProperties.of(Map.of("linger.ms", 5, "transactional.id", "mine")))
                .containsEntry("linger.ms", 5)
                .doesNotContainKey("transactional.id");
    }
}

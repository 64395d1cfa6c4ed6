// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** How a command's administration clients end. */
class KafkaClientSettingsTest {
    private static final Duration LESS_THAN_A_CALL_GOES_ON = Duration.ofSeconds(30);

    @Test
    void shouldNotWaitForAnAnswerWhenStoppedWhileKafkaIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            KafkaClientSettings kafka = KafkaClientSettings.plain("127.0.0.1:" + silent.getLocalPort());
            Thread asking = Thread.ofPlatform().start(() -> kafka.patiently(KafkaClientSettingsTest::nodes));
            silent.accept();

            asking.interrupt();

            assertThat(asking.join(LESS_THAN_A_CALL_GOES_ON)).isTrue();
        }
    }

    private static int nodes(Admin admin) {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

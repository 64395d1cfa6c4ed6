// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks brokers for a sign of life. Thread-safe; the client is its owner's to close. */
public final class BrokerHealth {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Admin admin;

    public BrokerHealth(Admin admin) {
        this.admin = admin;
    }

    /** Why there is no answer, in a few words; empty where one came within two seconds. */
    public Optional<String> problem() {
        try {
            admin.describeCluster().nodes().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException silent) {
            return Optional.of("no answer within " + ANSWER_WITHIN.toSeconds() + " s");
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
            return Optional.of(String.valueOf(cause.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("stopped");
        }
    }
}

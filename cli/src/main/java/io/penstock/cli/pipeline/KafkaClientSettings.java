// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * What every Kafka client gets.
 *
 * @param bootstrapServers HOST:PORT[,…]
 * @param properties TLS, SASL and whatever else the user's file says; with a schema registry, the {@link io.penstock.schemas.WireFormat}
 */
public record KafkaClientSettings(String bootstrapServers, Map<String, Object> properties) {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
    /** Longer than a cluster needs to notice that a broker is gone, and to have another controller. */
    private static final Duration CHANGED_WITHIN = Duration.ofSeconds(60);

    /** Copies the properties. */
    public KafkaClientSettings {
        properties = Map.copyOf(properties);
    }

    /** A broker that asks for nothing. */
    public static KafkaClientSettings plain(String bootstrapServers) {
        return new KafkaClientSettings(bootstrapServers, Map.of());
    }

    /** Everything, as clients take it. */
    public Map<String, Object> client() {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        // Standard error is for people.
        all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return all;
    }

    /** An administration client whose calls end within seconds, for somebody who waits for them. */
    public Admin admin() {
        return admin(ANSWER_WITHIN);
    }

    /**
     * Has a role that starts while a cluster that is there changes do something with an administration client whose calls go on for a minute: each is put to
     * another broker after seconds. Whoever is stopped meanwhile does not wait for what is under way.
     */
    public <T> T patiently(Function<Admin, T> work) {
        Admin admin = admin(CHANGED_WITHIN);
        try {
            return work.apply(admin);
        } finally {
            // Else it waits for answers that nobody wants any more.
            admin.close(Duration.ZERO);
        }
    }

    private Admin admin(Duration answerWithin) {
        Map<String, Object> settings = client();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis() / 2);
        try {
            return Admin.create(settings);
        } catch (KafkaException refused) {
            throw new PipelineException(unreachable(innermost(refused)), refused);
        }
    }

    /**
     * Asks the cluster for a sign of life.
     *
     * @throws PipelineException if none comes within some seconds
     */
    public void check() {
        try (Admin admin = admin()) {
            await(admin.describeCluster().nodes(), ANSWER_WITHIN);
        }
    }

    /**
     * The same for a role, which may start together with many others on few cores: where somebody listens and does not answer, it waits for a minute.
     *
     * @param waiting told once that it waits on
     * @throws PipelineException if no sign of life comes within a minute, or nobody listens
     */
    public void check(Consumer<String> waiting) {
        patiently(admin -> {
            KafkaFuture<?> nodes = admin.describeCluster().nodes();
            try {
                await(nodes, ANSWER_WITHIN);
            } catch (PipelineException silent) {
                if (nodes.isDone() || !new Listening(bootstrapServers).isAnyone()) {
                    throw silent;
                }
                waiting.accept("Kafka at " + bootstrapServers + " has not answered within " + ANSWER_WITHIN.toSeconds()
                        + " s: waiting for it");
                await(nodes, CHANGED_WITHIN);
            }
            return nodes;
        });
    }

    private void await(KafkaFuture<?> sign, Duration within) {
        try {
            sign.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException silent) {
            Throwable cause = silent instanceof ExecutionException ? silent.getCause() : silent;
            boolean late = cause instanceof TimeoutException
                    || cause instanceof org.apache.kafka.common.errors.TimeoutException;
            String why = late ? "no answer within " + within.toSeconds() + " s" : innermost(cause);
            throw new PipelineException(unreachable(why), cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PipelineException("stopped while connecting to Kafka", stopped);
        }
    }

    private String unreachable(String why) {
        return "Kafka at " + bootstrapServers + " cannot be reached: " + why;
    }

    private static String innermost(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.discards.CountsTopic;
import io.penstock.cli.discards.DiscardQuestion;
import io.penstock.cli.pipeline.CalloutStates;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import io.penstock.cli.report.RevisionText;
import io.penstock.stream.control.InForce;
import io.penstock.stream.counts.DiscardField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks a cluster for everything that the view shows, through Kafka alone. One thread. */
public final class ClusterSampler implements AutoCloseable {
    private static final List<DiscardField> SPLIT =
            List.of(DiscardField.REASON, DiscardField.FILTER, DiscardField.LAYER);

    private static final Duration POLICY_EVERY = Duration.ofSeconds(10);

    private final KafkaClientSettings kafka;
    private final Admin admin;
    private final VerdictTail verdicts;
    private final CountsTopic discards;
    private final GroupLags lags;
    private Instant policyRead = Instant.MIN;
    private String policy = "";

    /**
     * Begins to count verdicts.
     *
     * @throws PipelineException if Kafka cannot be asked
     */
    public ClusterSampler(KafkaClientSettings kafka) {
        this.kafka = kafka;
        try {
            admin = kafka.admin();
            verdicts = new VerdictTail(kafka);
        } catch (KafkaException refused) {
            throw new PipelineException("the cluster cannot be read: " + refused.getMessage(), refused);
        }
        discards = CountsTopic.open(kafka, new DiscardQuestion(SPLIT, Long.MIN_VALUE));
        lags = new GroupLags(admin);
    }

    /** What the cluster tells now. */
    ClusterSample sample() {
        try {
            Instant now = Instant.now();
            return new ClusterSample(
                    now,
                    policy(now),
                    verdicts.read(),
                    discards.totals().lines(),
                    CalloutStates.read(kafka, now.toEpochMilli()),
                    lags.read());
        } catch (ExecutionException | KafkaException refused) {
            Throwable cause = refused instanceof ExecutionException ? refused.getCause() : refused;
            throw new PipelineException("the cluster cannot be read: " + cause.getMessage(), cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PipelineException("stopped while reading the cluster", stopped);
        }
    }

    /** Documents may be large, and change seldom. */
    private String policy(Instant now) {
        if (now.isAfter(policyRead.plus(POLICY_EVERY))) {
            InForce inForce = InForce.read(kafka.client());
            policyRead = now;
            policy = inForce.revision() == 0
                    ? "no policy"
                    : "revision " + inForce.revision() + " ("
                            + RevisionText.brief(inForce.policy().version()) + ")";
        }
        return policy;
    }

    @Override
    public void close() {
        discards.close();
        verdicts.close();
        admin.close();
    }
}

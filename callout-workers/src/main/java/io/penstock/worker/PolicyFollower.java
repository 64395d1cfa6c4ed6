// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code penstock.policy} and tells a callout which filters that name it come and go (spec 5.5). What a worker hears is committed, so it can refuse
 * nothing. Of filters that stand when it starts it is not told, but of their end. Follows on a thread of its own; {@link #close} from any.
 */
final class PolicyFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String calloutKey;
    private final Consumer<List<FilterChange>> changes;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireReader reader = new WireReader();
    /** Documents of versions that no pointer has named yet, or that it may name again. */
    private final Map<String, PolicyDocumentRecord> documents = new HashMap<>();

    private final Thread thread;
    private volatile boolean closing;
    private Policy active = Policy.NONE;
    private PolicyPointer newest;
    private boolean caughtUp;

    private PolicyFollower(WorkerConfig config, String calloutKey, Consumer<List<FilterChange>> changes) {
        this.calloutKey = calloutKey;
        this.changes = changes;
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.worker() + "-policy");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Policies change now and then; nobody waits for this fetch.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1_000);
        consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(settings).deserializer());
        thread = Thread.ofPlatform()
                .daemon()
                .name("penstock-policy-" + calloutKey)
                .unstarted(this::run);
    }

    /**
     * Reads what is in force and follows from there.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be read
     */
    static PolicyFollower start(WorkerConfig config, String calloutKey, Consumer<List<FilterChange>> changes) {
        PolicyFollower follower = new PolicyFollower(config, calloutKey, changes);
        try {
            follower.catchUp();
        } catch (RuntimeException failed) {
            follower.consumer.close();
            throw failed;
        }
        follower.thread.start();
        return follower;
    }

    private void catchUp() {
        List<TopicPartition> policy = List.of(new TopicPartition(Topics.POLICY, 0));
        consumer.assign(policy);
        consumer.seekToBeginning(policy);
        long end = consumer.endOffsets(policy).get(policy.getFirst());
        while (consumer.position(policy.getFirst()) < end) {
            consumer.poll(POLL).forEach(this::note);
        }
        caughtUp = true;
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                consumer.poll(POLL).forEach(this::note);
            }
        } catch (WakeupException told) {
            LOG.debug("callout {}: the policy is followed no more", calloutKey);
        } catch (RuntimeException failed) {
            LOG.warn("callout {}: the policy is followed no more, so it is not told of filters", calloutKey, failed);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (key.startsWith("version/")) {
                PolicyDocumentRecord document = reader.read(PolicyDocumentRecord.class, record.value());
                documents.put(document.getVersion(), document);
            } else if (key.startsWith("active/")) {
                activated(reader.read(PolicyPointer.class, record.value()));
            }
        } catch (WireException | IOException | PolicyErrors unreadable) {
            LOG.warn("callout {}: {} of {} is passed over", calloutKey, key, Topics.POLICY, unreadable);
        }
    }

    private void activated(PolicyPointer pointer) throws IOException, PolicyErrors {
        PolicyDocumentRecord document = documents.get(pointer.getVersion());
        if (document == null || newest != null && pointer.getRevision() <= newest.getRevision()) {
            return;
        }
        Policy policy = PolicyDocument.parse(
                "revision " + pointer.getRevision(),
                DocumentEncoding.decode(document.getDocument(), document.getDocumentEncoding()));
        List<FilterChange> ours = FilterChange.between(active, policy).stream()
                .filter(change -> change.calloutKey().equals(calloutKey))
                .toList();
        active = policy;
        newest = pointer;
        if (caughtUp && !ours.isEmpty()) {
            changes.accept(ours);
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

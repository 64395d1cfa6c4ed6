// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static io.penstock.stream.session.MemoryCluster.block;
import static io.penstock.stream.session.MemoryCluster.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import io.penstock.schemas.Topics;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ControlWriteException;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.Election;
import io.penstock.stream.control.PolicyLog;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LeaseKeeperIT {
    private static final int WRITERS = 5;
    private static final Lease LEASE = SessionHolder.LEASE;
    private static final TopicPartition LEASES = new TopicPartition(Topics.LEASES, 0);

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    private final Map<String, Object> properties = Map.of("bootstrap.servers", KAFKA.bootstrapServers());

    @Test
    void shouldEndSessionsOfKilledAndLostClientsByOneInstanceAndByAnotherAfterThatOneDies() {
        try (ChildJvm process = ChildJvm.start(SessionHolder.class, KAFKA.bootstrapServers(), "one");
                LeaseKeeper first = LeaseKeeper.start(properties, "first");
                PolicyClient client = PolicyClient.connect(properties, "guard@office")) {
            await(first::isElected);
            String one = process.awaitLine("session ", Duration.ofSeconds(60));
            long before = active().revision();
            try (LeaseKeeper second = LeaseKeeper.start(properties, "second")) {
                PolicySession two = client.openDynamic(LEASE);
                two.add(block("two"));
                assertThat(filters()).containsExactly("one", "two");
                process.kill();
                await(() -> !active().hasSession(one));
                assertThat(active().writer()).isEqualTo(first.isElected() ? "first" : "second");
                assertThat(filters()).containsExactly("two");
                LeaseKeeper elected = first.isElected() ? first : second;
                LeaseKeeper other = first.isElected() ? second : first;
                elected.close();
                await(other::isElected);
                two.leave();
                await(() -> !active().hasSession(two.sessionKey()));

                assertThat(active().writer()).isEqualTo(other == first ? "first" : "second");
                assertThat(filters()).isEmpty();
                assertThat(active().revision()).as("each end is one revision").isEqualTo(before + 3);
                PolicySession closed = client.openDynamic(LEASE);
                closed.add(block("three"));
                closed.close();
                assertThat(filters()).isEmpty();
                refused(FwpError.FWP_E_SESSION_ABORTED, () -> closed.add(block("four")));
            }
        }
    }

    @Test
    void shouldPublishNothingForAnInstanceThatIsNotElectedAnyMore() {
        Election stale;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "group.id", "formerly"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(Set.of(Topics.LEASES));
            await(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            stale = new Election(Map.of(LEASES, new OffsetAndMetadata(0)), consumer.groupMetadata());
        }
        try (PolicyClient client = PolicyClient.connect(properties, "guard@office");
                KafkaRevisionLog log =
                        new KafkaRevisionLog(properties, ControlWriter.elected(properties, () -> stale))) {
            PolicySession session = client.openDynamic(Lease.once(Duration.ofHours(1)));
            session.add(block("stays"));
            long revision = active().revision();

            assertThatThrownBy(
                            () -> SessionEnd.publish(log, Set.of(session.sessionKey()), "stale", Duration.ofSeconds(1)))
                    .isInstanceOf(ControlWriteException.class);

            assertThat(active().revision()).isEqualTo(revision);
            assertThat(filters()).contains("stays");
            session.close();
        }
    }

    @Test
    void shouldLoseNoCommitOfRivals() throws Exception {
        long before = active().revision();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Long>> commits = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String key = "rival-" + i;
                commits.add(writers.submit(() -> {
                    try (PolicyClient client = PolicyClient.connect(properties, key);
                            PolicySession session = client.open()) {
                        return session.transact(policy -> policy.add(block(key)))
                                .revision();
                    }
                }));
            }
            List<Long> given = new ArrayList<>();
            for (Future<Long> commit : commits) {
                given.add(commit.get());
            }
            assertThat(given).doesNotHaveDuplicates();
        }
        assertThat(PolicyLog.read(properties).revisions().stream()
                        .filter(revision -> revision.revision() > before)
                        .map(ActivatedRevision::writer)
                        .filter(writer -> writer.startsWith("rival-")))
                .hasSize(WRITERS);
        assertThat(filters()).contains("rival-0", "rival-1", "rival-2", "rival-3", "rival-4");
        try (PolicyClient client = PolicyClient.connect(properties, "tidy");
                PolicySession session = client.open()) {
            session.transact(policy -> {
                for (int i = 0; i < WRITERS; i++) {
                    policy.delete(ObjectKind.FILTER, "rival-" + i);
                }
            });
        }
    }

    private ActivatedRevision active() {
        return PolicyLog.read(properties).active();
    }

    private List<String> filters() {
        PolicyLog log = PolicyLog.read(properties);
        return log.policy(log.active()).filters().stream()
                .map(Filter::filterKey)
                .toList();
    }

    private static void await(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}

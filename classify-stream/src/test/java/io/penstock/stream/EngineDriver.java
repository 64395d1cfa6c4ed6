// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.Decision;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;
import io.penstock.stream.state.TaskStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology with the real engine, without a broker; reads its outputs as lines. */
final class EngineDriver implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(1);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Map<ClassifyMeter, Long> counted = new EnumMap<>(ClassifyMeter.class);
    private final TaskBoard board = new TaskBoard();
    private final TopologyTestDriver driver;
    private Instant publishTime = START;

    EngineDriver(Path stateDir, Map<String, Callout> inProcess) {
        this(stateDir, inProcess, false);
    }

    /** With {@code restoring}, the heap is thrown away and rebuilt from the stores before each call. */
    EngineDriver(Path stateDir, Map<String, Callout> inProcess, boolean restoring) {
        ClassifyConfig config =
                ClassifyConfig.builder("unused:1", stateDir).expiryGrace(GRACE).build();
        EngineWork.Making works = new EngineWork.Making(
                inProcess, 1, (counter, amount) -> counted.merge(counter, amount, Long::sum), board);
        driver = new TopologyTestDriver(
                ClassifyTopology.build(
                        new ClassifyProcessorSupplier(
                                restoring ? task -> new RestoringWork(task, works) : works, config, works.metrics()),
                        new CompletionTime(),
                        config),
                ClassifyProperties.of(config),
                START);
    }

    void packets(SpecificRecord record) {
        bytes(Topics.PACKETS, AvroWire.encode(record));
    }

    void bytes(String topic, byte[] value) {
        publishTime = publishTime.plusMillis(1);
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, value, publishTime));
        assertBalanced();
    }

    /** The identities hold after every record. */
    private void assertBalanced() {
        for (TaskBalance balance : board.balances()) {
            for (ClassifyIdentity identity : ClassifyIdentity.values()) {
                assertThat(balance.imbalance(identity))
                        .as("%s in %s", identity, balance)
                        .isZero();
            }
        }
    }

    void complete(PendedPacket pended, CompletionKind kind) {
        bytes(Topics.COMPLETIONS, AvroWire.encode(completion(pended, kind)));
    }

    static Completion completion(PendedPacket pended, CompletionKind kind) {
        return new Completion(
                pended.getPendId(),
                pended.getDigest(),
                pended.getPublishTimeMs(),
                pended.getCalloutKey(),
                "test",
                kind,
                null,
                List.of(),
                List.of(),
                null,
                1,
                -1L,
                List.of(),
                null,
                List.of());
    }

    /** Lets time pass as it does for a task that runs: by one look at the deadlines after the other. */
    void advance(Duration wallClock) {
        for (Duration left = wallClock; left.isPositive(); left = left.minus(LOOK)) {
            driver.advanceWallClockTime(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
        assertBalanced();
    }

    <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        return raw(topic).stream()
                .flatMap(made -> records(decode(made.value())))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Packets that were pended together, one by one. */
    static Stream<SpecificRecord> records(SpecificRecord made) {
        return made instanceof PendedBatch batch ? batch.getPackets().stream().map(one -> one) : Stream.of(made);
    }

    List<TestRecord<byte[], byte[]>> raw(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** One line for each verdict record since the last call. */
    List<String> verdicts() {
        List<String> lines = new ArrayList<>();
        for (TestRecord<byte[], byte[]> made : raw(Topics.VERDICTS)) {
            switch (decode(made.value())) {
                case VerdictBatch batch -> lines.add(line(batch));
                case LateVerdictBatch batch -> {
                    batch.getSettled().forEach(settled -> lines.add("settled " + settled.getOutcome()));
                    batch.getVerdicts()
                            .forEach(late -> lines.add(
                                    late.getSequence() + "=" + text(late.getDecision()) + " " + late.getOutcome()));
                }
                case SpecificRecord other -> throw new AssertionError(other);
            }
        }
        return lines;
    }

    private static String line(VerdictBatch batch) {
        List<String> fates = new ArrayList<>();
        for (int i = 0; i < batch.getOutcomes().size(); i++) {
            int number = batch.getOutcomes().get(i);
            String fate = number < 0 ? "DUPLICATE" : text(batch.getDecisions().get(number));
            fates.add(batch.getSequences().get(i) + "=" + fate);
        }
        return String.join(" ", fates) + " r" + batch.getRevision();
    }

    private static String text(Decision decision) {
        return decision.getAction() + (decision.getFilter() == null ? "" : ":" + decision.getFilter());
    }

    /** Pends of a callout that wait, as the task tells. */
    long open(String callout) {
        return board.open(callout);
    }

    /** Whether nothing of a table is stored. */
    boolean isEmpty(StateTable table) {
        List<byte[]> values = new ArrayList<>();
        StateLog.open(driver.getKeyValueStore(TaskStores.STATE)).forEach(table, (key, value) -> values.add(value));
        return values.isEmpty();
    }

    static SpecificRecord decode(byte[] value) {
        try {
            return AvroWire.decode(value);
        } catch (WireException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static PacketBatch batch(UdpTraffic traffic) {
        return traffic.batch();
    }

    @Override
    public void close() {
        driver.close();
    }
}

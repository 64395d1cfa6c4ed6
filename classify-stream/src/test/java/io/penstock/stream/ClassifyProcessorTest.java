// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stream.StandInWork.Fate;
import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;
import io.penstock.stream.state.TaskStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processor promises of any work it runs; the work here is the stand-in of the kill test. */
class ClassifyProcessorTest {
    private static final int COMPLETION_BYTES = 2 * Long.BYTES;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PEND_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final Map<ClassifyMeter, Long> counted = new EnumMap<>(ClassifyMeter.class);
    private TopologyTestDriver driver;
    private boolean failing;
    /** The pend whose completion fails; 0 none. */
    private long poison;

    private long looks;

    @BeforeEach
    void startTopology() {
        ClassifyConfig config =
                ClassifyConfig.builder("unused:1", directory).expiryGrace(GRACE).build();
        ClassifyProcessorSupplier classify = new ClassifyProcessorSupplier(
                task -> new FailingWork(new StandInWork(task, PEND_TIMEOUT.toMillis())),
                config,
                (counter, amount) -> counted.merge(counter, amount, Long::sum));
        driver = new TopologyTestDriver(
                ClassifyTopology.build(classify, StandInWork::completionTime, config),
                ClassifyProperties.of(config),
                START);
    }

    @AfterEach
    void stopTopology() {
        driver.close();
    }

    @Test
    void shouldGiveALateVerdictWhenAPendedPacketIsCompleted() {
        packets(11, 12);
        completion(11);

        assertThat(verdicts()).containsExactly("11=PENDED 12=PASSED", "11=COMPLETED");
        assertThat(keys(StateTable.PENDS)).isEmpty();
    }

    @Test
    void shouldHoldLaterPacketsOfTheFlowUntilThePendedOneIsCompleted() {
        packets(11, 108, 205);
        completion(11);

        assertThat(verdicts())
                .containsExactly("11=PENDED 108=HELD 205=HELD", "11=COMPLETED", "108=RELEASED", "205=RELEASED");
        assertThat(keys(StateTable.HELD)).isEmpty();
    }

    @Test
    void shouldHaveStoredWhatTheRecordChangedWhenProcessReturns() {
        packets(11, 108);

        assertThat(keys(StateTable.PENDS)).containsExactly(11L);
        assertThat(keys(StateTable.HELD)).containsExactly(108L);
    }

    @Test
    void shouldPublishAPendedPacketOnItsCalloutsTopic() {
        packets(11);

        List<TestRecord<byte[], byte[]>> pended = read(StandInWork.PENDED_TOPIC);
        assertThat(pended).hasSize(1);
        assertThat(ByteBuffer.wrap(pended.getFirst().value()).getLong(4)).isEqualTo(11);
    }

    @Test
    void shouldIgnoreACompletionThatFindsNoPend() {
        packets(12);
        completion(99);

        assertThat(verdicts()).containsExactly("12=PASSED");
    }

    @Test
    void shouldExpireAPendOnlyAfterItsDeadline() {
        packets(11);
        advance(PEND_TIMEOUT.minusSeconds(1));
        assertThat(verdicts()).containsExactly("11=PENDED");

        advance(Duration.ofSeconds(1));
        assertThat(verdicts()).containsExactly("11=EXPIRED");
    }

    @Test
    void shouldPreferACompletionInTheLogWhenTheProcessWasFrozenPastTheDeadline() {
        packets(11, 12);
        advance(GRACE);
        driver.advanceWallClockTime(PEND_TIMEOUT);
        completion(11);
        advance(GRACE);

        assertThat(verdicts()).containsExactly("11=PENDED 12=PASSED", "11=COMPLETED");
    }

    @Test
    void shouldLookAtTheClockOnlyWhileSomethingIsPended() {
        packets(12);
        advance(GRACE.plusSeconds(10));
        assertThat(looks).as("before anything is pended").isZero();

        packets(11);
        advance(Duration.ofSeconds(1));
        assertThat(looks).as("while a packet is pended").isPositive();

        completion(11);
        advance(Duration.ofSeconds(1));
        long after = looks;
        advance(Duration.ofSeconds(10));
        assertThat(looks).as("once it is completed").isEqualTo(after);

        packets(22);
        advance(PEND_TIMEOUT);
        assertThat(verdicts()).endsWith("22=PENDED", "22=EXPIRED");
    }

    @Test
    void shouldExpireNothingInTheGraceTimeAfterAStart() {
        long longAgo = START.minusSeconds(3600).toEpochMilli();
        StateLog log = log();
        log.put(StateTable.PENDS, bytes(11), bytes(longAgo));
        log.keep();
        log.write();
        failing = true;
        packets(12);
        failing = false;
        verdicts();

        advance(GRACE.minusSeconds(1));
        assertThat(verdicts()).isEmpty();

        advance(Duration.ofSeconds(1));
        assertThat(verdicts()).containsExactly("11=EXPIRED");
    }

    @Test
    void shouldLeaveNoHalfBehindWhenTheWorkFailsInTheMiddleOfARecord() {
        packets(11);
        verdicts();
        failing = true;
        packets(22, 33);
        failing = false;
        completion(11);

        assertThat(verdicts()).containsExactly("11=COMPLETED");
        assertThat(keys(StateTable.PENDS)).isEmpty();
        assertThat(read(StandInWork.PENDED_TOPIC)).hasSize(1);
        assertThat(read("penstock.dead-letters")).hasSize(1);
        assertThat(text(read("penstock.audit"))).containsExactly("java.lang.IllegalStateException: drawn to fail");
        assertThat(counted).containsEntry(ClassifyMeter.FAILED_RECORDS, 1L);
    }

    @Test
    void shouldRefuseOfARecordOnlyThePartsThatFailByThemselves() {
        packets(11, 22, 33);
        verdicts();
        poison = 22;
        completions(11, 22, 33);
        poison = 0;

        assertThat(verdicts()).containsExactly("11=COMPLETED", "33=COMPLETED");
        assertThat(keys(StateTable.PENDS)).containsExactly(22L);
        assertThat(read("penstock.dead-letters"))
                .singleElement()
                .satisfies(letter ->
                        assertThat(ByteBuffer.wrap(letter.value()).getLong()).isEqualTo(22));
        assertThat(counted).containsEntry(ClassifyMeter.FAILED_RECORDS, 1L);

        completion(22);
        assertThat(verdicts()).containsExactly("22=COMPLETED");
    }

    @Test
    void shouldBuryAnUnreadableRecordWholeWithItsReasonAndGoOn() {
        input("penstock.reinjections").pipeInput(new byte[] {1}, new byte[] {2, 3});
        packets(12);

        TestRecord<byte[], byte[]> letter = read("penstock.dead-letters").getFirst();
        assertThat(letter.key()).containsExactly(1);
        assertThat(letter.value()).containsExactly(2, 3);
        assertThat(header(letter, "message")).isEqualTo("the stand-in injects nothing");
        assertThat(header(letter, "topic")).isEqualTo("penstock.reinjections");
        assertThat(header(letter, "partition")).isEqualTo("0");
        assertThat(header(letter, "offset")).isEqualTo("0");
        assertThat(verdicts()).containsExactly("12=PASSED");
        assertThat(counted).containsEntry(ClassifyMeter.UNREADABLE_RECORDS, 1L);
    }

    @Test
    void shouldCutALetterThatWouldNotFitARecord() {
        input("penstock.reinjections").pipeInput(new TestRecord<>(null, new byte[1 << 20]));

        TestRecord<byte[], byte[]> letter = read("penstock.dead-letters").getFirst();
        assertThat(letter.value()).hasSize(EngineOutput.MOST_BYTES);
        assertThat(new String(
                        letter.headers().lastHeader("penstock.uncut.bytes").value(), StandardCharsets.UTF_8))
                .isEqualTo("1048576");
    }

    @Test
    void shouldBuryARecordWithoutAValue() {
        input("penstock.packets").pipeInput(new TestRecord<>(new byte[0], null));

        assertThat(header(read("penstock.dead-letters").getFirst(), "message")).isEqualTo("the record has no value");
    }

    /** Time passes as it does for a task that runs: by one look at the deadlines after the other. */
    private void advance(Duration wallClock) {
        for (long seconds = 0; seconds < wallClock.toSeconds(); seconds++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private void packets(long... numbers) {
        ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            value.putLong(number);
        }
        input("penstock.packets").pipeInput(null, value.array(), START);
    }

    private void completion(long number) {
        completions(number);
    }

    /** In one record. */
    private void completions(long... numbers) {
        ByteBuffer value = ByteBuffer.allocate(COMPLETION_BYTES * numbers.length);
        for (long number : numbers) {
            value.putLong(number).putLong(START.toEpochMilli());
        }
        input("penstock.completions").pipeInput(new TestRecord<>(null, value.array()));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private List<String> verdicts() {
        List<String> lines = new ArrayList<>();
        for (TestRecord<byte[], byte[]> verdict : read("penstock.verdicts")) {
            ByteBuffer fates = ByteBuffer.wrap(verdict.value());
            List<String> line = new ArrayList<>();
            while (fates.hasRemaining()) {
                line.add(fates.getLong() + "=" + Fate.values()[fates.get()]);
            }
            lines.add(String.join(" ", line));
        }
        return lines;
    }

    private StateLog log() {
        return StateLog.open(driver.getKeyValueStore(TaskStores.STATE));
    }

    private List<Long> keys(StateTable table) {
        List<Long> keys = new ArrayList<>();
        log().forEach(table, (key, value) -> keys.add(ByteBuffer.wrap(key).getLong()));
        return keys;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static List<String> text(List<TestRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(made -> new String(made.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(
                letter.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    /** Fails, on demand, after it has done all its work and before that is stored. */
    private final class FailingWork implements TaskWork {
        private final TaskWork work;

        FailingWork(TaskWork work) {
            this.work = work;
        }

        @Override
        public void restore() {
            work.restore();
        }

        @Override
        public void packets(Origin origin, byte[] value) {
            work.packets(origin, value);
            if (failing) {
                throw new IllegalStateException("drawn to fail");
            }
        }

        /** Several completions in a row are one record. */
        @Override
        public void completion(Origin origin, byte[] value) {
            for (byte[] one : parts(value)) {
                work.completion(origin, one);
                if (ByteBuffer.wrap(one).getLong() == poison) {
                    throw new IllegalStateException("drawn to fail");
                }
            }
        }

        @Override
        public List<byte[]> apart(Origin origin, byte[] value) {
            return value.length > COMPLETION_BYTES ? parts(value) : List.of();
        }

        private List<byte[]> parts(byte[] value) {
            List<byte[]> parts = new ArrayList<>();
            for (int at = 0; at < value.length; at += COMPLETION_BYTES) {
                parts.add(Arrays.copyOfRange(value, at, at + COMPLETION_BYTES));
            }
            return parts;
        }

        @Override
        public void reinjection(Origin origin, byte[] value) {
            work.reinjection(origin, value);
        }

        @Override
        public void refuse(Origin origin, byte[] value, String reason) {
            work.refuse(origin, value, reason);
        }

        @Override
        public void expire(long nowMs) {
            looks++;
            work.expire(nowMs);
        }

        @Override
        public boolean awaitsTime() {
            return work.awaitsTime();
        }

        @Override
        public void drain() {
            work.drain();
        }
    }
}

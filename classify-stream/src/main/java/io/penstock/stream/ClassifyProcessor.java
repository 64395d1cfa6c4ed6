// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's life in Kafka Streams: what comes in is dispatched, what it makes is forwarded and what it changed is handed to
 * the state log before {@link #process} returns, and what cannot be processed becomes a dead letter.
 *
 * <p>The state log is written before each commit and whenever the stores are read. The same instance
 * is initialised again when a task is revived: {@link #init} starts from the stores alone.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(ClassifyProcessor.class);

    private final TaskWork.Factory works;
    private final Duration expiryInterval;
    private final ExpiryGrace expiryGrace;
    private final ClassifyMetrics metrics;
    private final RecordOutput output = new RecordOutput();
    private ProcessorContext<byte[], byte[]> context;
    private TaskWork work;
    /** Null while nothing waits for the clock: Kafka Streams commits after every look, whether it found something or not. */
    private Cancellable looks;

    ClassifyProcessor(TaskWork.Factory works, ClassifyConfig config, ClassifyMetrics metrics) {
        this.works = works;
        this.expiryInterval = config.expiryInterval();
        this.expiryGrace = new ExpiryGrace(config.expiryInterval(), config.expiryGrace());
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        startFromStores();
        expiryGrace.begin(context.currentSystemTimeMs());
        // Looks of a task that was closed have gone with it.
        looks = null;
        lookAtTheClock();
    }

    private void lookAtTheClock() {
        if (looks == null && work.awaitsTime()) {
            expiryGrace.looksFrom(context.currentSystemTimeMs());
            looks = context.schedule(expiryInterval, PunctuationType.WALL_CLOCK_TIME, this::expire);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> received) {
        Origin origin = originOf(received);
        try {
            dispatch(origin, received.value());
        } catch (UnreadableRecordException unreadable) {
            metrics.add(ClassifyMeter.UNREADABLE_RECORDS, 1);
            bury(origin, received, unreadable);
        } catch (RuntimeException bug) {
            failed(origin, received, bug);
        }
        // Outside the guard: what storing and forwarding throw is Streams' own (a task that migrated, a fenced
        // producer).
        finish();
    }

    /** Where a record has parts, only those that fail by themselves are refused: the others had no part in it. */
    private void failed(Origin origin, Record<byte[], byte[]> received, RuntimeException bug) {
        List<byte[]> parts = work.apart(origin, received.value());
        if (parts.isEmpty()) {
            refused(origin, received, bug);
            return;
        }
        startFromStores();
        for (byte[] part : parts) {
            try {
                dispatch(origin, part);
            } catch (RuntimeException own) {
                refused(origin, received.withValue(part), own);
            }
            finish();
        }
    }

    private void refused(Origin origin, Record<byte[], byte[]> received, RuntimeException bug) {
        LOG.error("Record {}-{}@{} failed: refused", origin.topic(), origin.partition(), origin.offset(), bug);
        metrics.add(ClassifyMeter.FAILED_RECORDS, 1);
        refuse(origin, received, bug);
    }

    private void dispatch(Origin origin, byte[] value) {
        if (value == null) {
            throw new UnreadableRecordException("the record has no value");
        }
        switch (origin.topic()) {
            case Topics.PACKETS -> work.packets(origin, value);
            case Topics.COMPLETIONS -> work.completion(origin, value);
            case Topics.REINJECTIONS -> work.reinjection(origin, value);
            default -> throw new UnreadableRecordException("topic " + origin.topic() + " is none of the inputs");
        }
    }

    private void finish() {
        // First what somebody waits for: the producer sends what it has as soon as it has it.
        output.forward(context, context.currentSystemTimeMs());
        work.drain();
        lookAtTheClock();
    }

    /** Packets of a record that a bug of ours stopped are blocked, unless that fails too. */
    private void refuse(Origin origin, Record<byte[], byte[]> received, RuntimeException bug) {
        startFromStores();
        try {
            work.refuse(origin, received.value(), String.valueOf(bug));
        } catch (RuntimeException again) {
            bug.addSuppressed(again);
            startFromStores();
        }
        bury(origin, received, bug);
    }

    /** Keeps the record whole for whoever mends it or its reader. */
    private void bury(Origin origin, Record<byte[], byte[]> received, Exception failure) {
        Headers headers = DeadLetter.headers(origin, failure);
        output.add(Output.DEAD_LETTERS, received.key(), DeadLetter.body(received.value(), headers), headers);
    }

    private void expire(long nowMs) {
        if (!expiryGrace.isOver(nowMs)) {
            return;
        }
        try {
            work.expire(nowMs);
        } catch (RuntimeException bug) {
            LOG.error(
                    "Pends of partition {} could not be expired",
                    context.taskId().partition(),
                    bug);
            metrics.add(ClassifyMeter.FAILED_EXPIRIES, 1);
            startFromStores();
            // Each attempt restores the task, so the next one waits as long as after a start.
            expiryGrace.begin(nowMs);
        }
        finish();
        if (!work.awaitsTime()) {
            looks.cancel();
            looks = null;
        }
    }

    private void startFromStores() {
        output.clear();
        close();
        work = works.create(TaskSurroundings.of(context, output));
        work.restore();
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
    }

    private Origin originOf(Record<byte[], byte[]> received) {
        RecordMetadata metadata =
                context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record without its place"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(), received.timestamp());
    }
}

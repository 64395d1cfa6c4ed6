// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Sees to one partition: keeps its order until it is answered, has it answered by a thread that is not the stream's, and sends what came of it. The order goes
 * in the transaction that carries the last of the result, so whoever takes over a partition that is not answered begins it anew. On the stream thread only.
 */
final class PartProcessor implements Processor<byte[], String, Integer, byte[]> {
    static final String OPEN = "open";

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /** So many bytes between two commits, so that no transaction lasts long. */
    private static final int BYTES_A_LOOK = 16 << 20;

    private final PartAnswering answering;
    private final ExecutorService workers;
    private final Path folder;
    private ProcessorContext<Integer, byte[]> context;
    private KeyValueStore<Integer, String> open;
    private Path into;
    private Future<?> work;
    private PartFiles.Sending sending;

    /**
     * A processor of one task.
     *
     * @param workers who answers
     * @param folder where results are written before they are sent
     */
    PartProcessor(PartAnswering answering, ExecutorService workers, Path folder) {
        this.answering = answering;
        this.workers = workers;
        this.folder = folder;
    }

    @Override
    public void init(ProcessorContext<Integer, byte[]> taskContext) {
        context = taskContext;
        open = context.getStateStore(OPEN);
        stop();
        try (KeyValueIterator<Integer, String> orders = open.all()) {
            while (orders.hasNext()) {
                KeyValue<Integer, String> order = orders.next();
                begin(order.key, order.value);
            }
        }
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look());
    }

    @Override
    public void process(Record<byte[], String> order) {
        int part = context.taskId().partition();
        open.put(part, order.value());
        begin(part, order.value());
    }

    private void begin(int part, String order) {
        stop();
        ReadOffsets offsets = ReadOffsets.parse(order.lines().toList().getLast());
        try {
            into = Files.createTempDirectory(folder, "part-");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        Path here = into;
        work = workers.submit(() -> {
            answering.answer(part, offsets, here);
            return null;
        });
    }

    private void look() {
        if (work == null || !work.isDone()) {
            return;
        }
        try {
            work.get();
            send(context.taskId().partition());
        } catch (ExecutionException failed) {
            throw new PartFailedException(failed.getCause());
        } catch (IOException failed) {
            throw new PartFailedException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int part) throws IOException {
        if (sending == null) {
            sending = new PartFiles.Sending(into);
        }
        int sent = 0;
        while (sent < BYTES_A_LOOK) {
            byte[] piece = sending.next();
            if (piece == null) {
                open.delete(part);
                stop();
                PartFiles.delete(into);
                break;
            }
            context.forward(new Record<>(part, piece, context.currentSystemTimeMs()));
            sent += piece.length;
        }
        context.commit();
    }

    /** Gives up what is under way. */
    private void stop() {
        if (work == null) {
            return;
        }
        work.cancel(true);
        work = null;
        try {
            if (sending != null) {
                sending.close();
                sending = null;
            }
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
    }

    @Override
    public void close() {
        stop();
    }
}

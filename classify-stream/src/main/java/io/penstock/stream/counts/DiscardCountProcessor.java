// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds each batch of discards to the sums and forwards the sums that changed. It keeps nothing between records.
 *
 * <p>The classify processor writes {@code penstock.discards} in transactions: a batch of its own is counted once. What Windows recorded is published by whoever
 * imports it, perhaps twice: each of those events is counted once by its number.
 */
final class DiscardCountProcessor implements Processor<byte[], byte[], CountRow, byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(DiscardCountProcessor.class);

    private final WireReader reader = new WireReader();
    private final WireWriter writer = new WireWriter();
    private final long windowNanos;
    private ProcessorContext<CountRow, byte[]> context;
    private DiscardSums sums;
    private CountedEvents events;

    DiscardCountProcessor(Duration window) {
        windowNanos = window.toNanos();
    }

    @Override
    public void init(ProcessorContext<CountRow, byte[]> taskContext) {
        context = taskContext;
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(DiscardCounting.STORE);
        sums = new DiscardSums(store);
        events = new CountedEvents(store);
    }

    @Override
    public void process(Record<byte[], byte[]> received) {
        DiscardBatch batch = read(received.value());
        if (batch == null) {
            return;
        }
        CountDomain domain = new CountDomain(batch.getHost(), batch.getSource());
        long nowNanos = domain.isImported() ? TimeUnit.MILLISECONDS.toNanos(received.timestamp()) : Long.MAX_VALUE;
        Map<DiscardCountKey, DiscardCountValue> deltas = new LinkedHashMap<>();
        for (Discard discard :
                domain.isImported() ? news(domain, batch.getDiscards(), nowNanos) : batch.getDiscards()) {
            DiscardCountValue delta =
                    deltas.computeIfAbsent(keyOf(batch, discard), key -> new DiscardCountValue(0L, 0L, 0L, 0L));
            delta.setItems(delta.getItems() + 1);
            delta.setPackets(delta.getPackets() + discard.getPackets());
            delta.setBytes(delta.getBytes() + discard.getBytes());
            delta.setWireBytes(delta.getWireBytes() + discard.getWireBytes());
        }
        long offset = context.recordMetadata().orElseThrow().offset();
        deltas.forEach((key, delta) -> forward(key, sums.add(key, delta, nowNanos, offset)));
        long closed = sums.sweep(domain);
        if (domain.isImported() && closed != Long.MIN_VALUE) {
            events.sweep(domain, closed);
        }
    }

    /** Those that have not been counted, and whose sums are still there. */
    private List<Discard> news(CountDomain domain, List<Discard> discards, long nowNanos) {
        List<Discard> news = new ArrayList<>();
        long tooOld = 0;
        for (Discard discard : discards) {
            if (sums.isClosed(domain, windowOf(discard), nowNanos)) {
                tooOld++;
            } else if (events.add(domain, discard.getCaptureTimeNanos(), discard.getSequence())) {
                news.add(discard);
            }
        }
        events.save();
        if (tooOld > 0) {
            LOG.warn(
                    "{} events of {} in {} are more than a year older than its latest one, and are not counted",
                    tooOld,
                    domain.host(),
                    domain.source());
        }
        return news;
    }

    private long windowOf(Discard discard) {
        return Math.floorDiv(discard.getCaptureTimeNanos(), windowNanos) * windowNanos;
    }

    private void forward(DiscardCountKey key, DiscardCountValue sum) {
        CountRow row = new CountRow(context.taskId().partition(), writer.write(key));
        context.forward(new Record<>(row, writer.write(sum), context.currentSystemTimeMs()));
    }

    private DiscardCountKey keyOf(DiscardBatch batch, Discard discard) {
        DiscardCause cause = batch.getCauses().get(discard.getCause());
        return new DiscardCountKey(
                windowOf(discard),
                windowNanos,
                batch.getHost(),
                cause.getLayer(),
                cause.getModule(),
                cause.getReason(),
                cause.getDetail(),
                cause.getFilter(),
                cause.getCallout(),
                batch.getPolicyVersion(),
                discard.getDirection(),
                discard.getIpVersion(),
                cause.getFilterId(),
                batch.getSource(),
                cause.getFilterOrigin(),
                0L);
    }

    private DiscardBatch read(byte[] value) {
        try {
            return reader.read(DiscardBatch.class, value);
        } catch (WireException foreign) {
            // Only the topology and imports write this topic, so the record is somebody else's and stays where it is.
            LOG.warn("A record of penstock.discards is none of ours and is not counted: {}", foreign.getMessage());
            return null;
        }
    }
}

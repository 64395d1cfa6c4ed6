// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.cli.report.CalloutState;
import io.penstock.engine.callout.builtin.BuiltInCode;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutCounts;
import io.penstock.schemas.CalloutLiveness;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompactedTopic;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.stream.control.InForce;
import io.penstock.worker.WorkerConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** Puts together what a cluster tells of its callouts: the policy, the registrations, the workers' signs of life, the topology's counts. */
public final class CalloutStates {
    /** A worker that missed two signs of life may be dead; brokers stamp them, so no clocks are compared but the broker's and ours. */
    private static final long ALIVE_MS = 3 * WorkerConfig.HEARTBEAT.toMillis() + 1_000;

    private final Map<String, CalloutLiveness> workers = new HashMap<>();
    private final Map<String, CalloutCounts> counts = new HashMap<>();

    private CalloutStates() {}

    /**
     * All callouts that the policy, a registration, a worker or a count names, by key.
     *
     * @param nowMs wall clock, milliseconds since the epoch
     * @throws PipelineException if the cluster cannot be read
     */
    public static List<CalloutState> read(KafkaClientSettings kafka, long nowMs) {
        CalloutStates states = new CalloutStates();
        try {
            InForce inForce = InForce.read(kafka.client());
            CompactedTopic.read(kafka.client(), Topics.CALLOUTS, record -> states.note(record, nowMs));
            return states.all(inForce);
        } catch (KafkaException unreadable) {
            throw new PipelineException("the callouts cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record, long nowMs) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (key.startsWith("worker/")) {
                if (record.value() == null || record.timestamp() < nowMs - ALIVE_MS) {
                    workers.remove(key);
                } else {
                    workers.put(key, AvroWire.decode(CalloutLiveness.class, record.value()));
                }
            } else if (key.startsWith("counts/") && record.value() != null) {
                counts.put(key, AvroWire.decode(CalloutCounts.class, record.value()));
            }
        } catch (WireException unreadable) {
            throw new PipelineException(
                    "record " + key + " of " + Topics.CALLOUTS + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private List<CalloutState> all(InForce inForce) {
        Set<String> keys = new TreeSet<>(inForce.callouts().keySet());
        inForce.policy().callouts().stream().map(CalloutObject::calloutKey).forEach(keys::add);
        inForce.policy().filters().stream()
                .map(filter -> filter.action().callout())
                .filter(key -> key != null)
                .forEach(keys::add);
        workers.values().forEach(worker -> keys.add(worker.getCalloutKey()));
        counts.values().forEach(each -> keys.add(each.getCalloutKey()));
        return keys.stream().map(key -> state(key, inForce)).toList();
    }

    private CalloutState state(String key, InForce inForce) {
        CalloutRegistered registration = inForce.callouts().get(key);
        List<CalloutCounts> mine = counts.values().stream()
                .filter(each -> each.getCalloutKey().equals(key))
                .toList();
        long answered = mine.stream().mapToLong(CalloutCounts::getAnswered).sum();
        long failed = mine.stream().mapToLong(CalloutCounts::getFailed).sum();
        long closed = mine.stream().mapToLong(CalloutCounts::getClosed).sum();
        long expired = mine.stream().mapToLong(CalloutCounts::getExpired).sum();
        long pended = mine.stream().mapToLong(CalloutCounts::getPended).sum();
        List<String> alive = new ArrayList<>(workers.values().stream()
                .filter(worker -> worker.getCalloutKey().equals(key))
                .map(CalloutLiveness::getWorker)
                .sorted()
                .toList());
        return new CalloutState(
                key,
                inForce.policy().callouts().stream()
                        .anyMatch(callout -> callout.calloutKey().equals(key)),
                (int) inForce.policy().filters().stream()
                        .filter(filter -> names(filter, key))
                        .count(),
                runTime(key, registration),
                alive,
                pended,
                answered + failed + closed,
                failed,
                expired,
                latency(mine));
    }

    private static boolean names(Filter filter, String key) {
        return key.equals(filter.action().callout());
    }

    private static CalloutState.RunTime runTime(String key, CalloutRegistered registration) {
        if (registration == null) {
            return BuiltInCode.lookup(key) == null ? CalloutState.RunTime.NONE : CalloutState.RunTime.BUILT_IN;
        }
        if (!registration.getRegistered()) {
            return CalloutState.RunTime.UNREGISTERED;
        }
        return registration.getMode() == CalloutMode.INLINE
                ? CalloutState.RunTime.INLINE
                : CalloutState.RunTime.OUT_OF_BAND;
    }

    private static CalloutState.Latency latency(List<CalloutCounts> counts) {
        Histogram all = new Histogram(2);
        for (CalloutCounts each : counts) {
            byte[] copy = new byte[each.getLatency().remaining()];
            each.getLatency().duplicate().get(copy);
            try {
                all.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(copy), 0));
            } catch (DataFormatException damaged) {
                throw new PipelineException(
                        "the latencies of callout " + each.getCalloutKey() + " cannot be read: " + damaged.getMessage(),
                        damaged);
            }
        }
        return all.getTotalCount() == 0
                ? null
                : new CalloutState.Latency(
                        all.getValueAtPercentile(50), all.getValueAtPercentile(99), all.getValueAtPercentile(99.9));
    }
}

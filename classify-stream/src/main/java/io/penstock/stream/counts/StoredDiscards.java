// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * What stores of the topology hold of the discard counts: of each host, and of each log of a Windows machine, the windows that are not closed. Earlier ones stand on
 * {@code penstock.discard-counts} alone, and are not in here even where a store has some of them.
 *
 * @param totals of those windows
 * @param keptFrom by partition, and by host and log, the start of the first window that is in here, nanoseconds since 1970; the partitions are those that were asked,
 *     each of them once
 */
public record StoredDiscards(DiscardTotals totals, Map<Integer, Map<String, Long>> keptFrom) {
    private static final RangeQuery<Bytes, byte[]> ALL =
            RangeQuery.<Bytes, byte[]>withNoBounds().withAscendingKeys();

    /**
     * Asks the stores of the active tasks of one instance. They may be ahead of what is committed, by a commit interval; what
     * an aborted transaction added is gone with it, and is added again when its input is.
     *
     * @param sinceNanos only windows that end after it, nanoseconds since 1970
     * @throws org.apache.kafka.streams.errors.StreamsException where the instance does not run
     */
    public static StoredDiscards ask(KafkaStreams streams, List<DiscardField> by, long sinceNanos) {
        StateQueryRequest<KeyValueIterator<Bytes, byte[]>> request =
                StateQueryRequest.inStore(DiscardCounting.STORE).withQuery(ALL).requireActive();
        StoredDiscards found = new StoredDiscards(new DiscardTotals(by), new HashMap<>());
        streams.query(request).getPartitionResults().forEach((partition, answer) -> {
            // A task that is a copy, or on its way, does not answer.
            if (answer.isSuccess()) {
                found.keptFrom.put(partition, found.add(answer, sinceNanos));
            }
        });
        return found;
    }

    private Map<String, Long> add(QueryResult<KeyValueIterator<Bytes, byte[]>> answer, long sinceNanos) {
        Map<String, Long> from = new HashMap<>();
        List<KeyValue<Bytes, byte[]>> ofDomain = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = answer.getResult()) {
            CountDomain domain = null;
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (!SumRows.isSum(row.key)) {
                    continue;
                }
                CountDomain its = SumRows.domain(row.key);
                if (!its.equals(domain)) {
                    add(domain, ofDomain, from, sinceNanos);
                    domain = its;
                    ofDomain.clear();
                }
                ofDomain.add(row);
            }
            add(domain, ofDomain, from, sinceNanos);
        }
        return from;
    }

    /** The rows of a domain stand together, in the order of their windows. */
    private void add(CountDomain domain, List<KeyValue<Bytes, byte[]>> rows, Map<String, Long> from, long sinceNanos) {
        if (rows.isEmpty()) {
            return;
        }
        long kept = DiscardSums.closedBefore(domain, SumRows.windowStartNanos(rows.getLast().key));
        from.put(domain.name(), kept);
        for (KeyValue<Bytes, byte[]> row : rows) {
            if (SumRows.windowStartNanos(row.key) >= kept) {
                DiscardCountKey key = key(row.key);
                if (key.getWindowStartNanos() + key.getWindowNanos() > sinceNanos) {
                    totals.add(key, SumRows.sum(row.value));
                }
            }
        }
    }

    private static DiscardCountKey key(Bytes row) {
        try {
            return SumRows.key(row);
        } catch (WireException impossible) {
            throw new IllegalStateException("a stored key of discards cannot be read", impossible);
        }
    }

    /**
     * Adds what another instance answered.
     *
     * @return false, and nothing is added, where both answered for a partition: it was on its way from one to the other
     */
    public boolean add(StoredDiscards other) {
        for (Integer partition : other.keptFrom.keySet()) {
            if (keptFrom.containsKey(partition)) {
                return false;
            }
        }
        keptFrom.putAll(other.keptFrom);
        other.totals.lines().forEach(totals::add);
        totals.covers(other.totals.firstNanos(), other.totals.endNanos());
        return true;
    }

    /** Whether the sum of a key stands in here, and not only on the topic. */
    public boolean holds(int partition, DiscardCountKey key) {
        Long from = keptFrom.getOrDefault(partition, Map.of())
                .get(SumRows.domainOf(key).name());
        return from != null && key.getWindowStartNanos() >= from;
    }

    /** Whether all windows that end after a time are in here, nanoseconds since 1970, of every host. */
    public boolean isWhole(long sinceNanos) {
        return keptFrom.values().stream()
                .flatMap(hosts -> hosts.values().stream())
                .allMatch(from -> from <= sinceNanos);
    }
}

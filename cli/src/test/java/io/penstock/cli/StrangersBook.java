// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What somebody counts on the topics who has only what the registry tells; and what a run says of itself, under the same names. */
final class StrangersBook {
    static final String NAMESPACE = "io.penstock.schemas.";

    private final StrangersReader reader;

    StrangersBook(StrangersReader reader) {
        this.reader = reader;
    }

    /** What the summary says. */
    static Map<String, Long> told(JsonNode summary) {
        Map<String, Long> told = new TreeMap<>();
        told.put("packets", summary.path("packets").asLong());
        told.put("PERMIT", summary.path("verdicts").path("permit").asLong());
        told.put("BLOCK", summary.path("verdicts").path("block").asLong());
        told.put("ABSORB", summary.path("verdicts").path("absorb").asLong());
        told.put("MALFORMED", summary.path("malformed").asLong());
        told.put("pended", summary.path("pended").asLong());
        told.put("completed", summary.path("completed").asLong());
        told.put("injected", summary.path("injected").asLong());
        told.put("discards", sum(summary.path("discards")));
        told.put("counts", sum(summary.path("discards")));
        told.put("findings", sum(summary.path("findings")));
        told.put("flows", summary.path("flows").asLong());
        return told;
    }

    /** What these topics come to; the counts of discards are read anew. */
    Map<String, Long> counted(Map<String, List<GenericRecord>> topics) {
        Map<String, Long> counted = new TreeMap<>(fates(topics.get("penstock.verdicts")));
        counted.put("packets", sum(topics.get("penstock.packets"), NAMESPACE + "PacketBatch", "count"));
        counted.put("pended", (long) pended(topics.get("penstock.pended.penstock-signature")));
        counted.put("completed", (long) completions(topics.get("penstock.completions")));
        counted.put("injected", (long)
                topics.getOrDefault("penstock.injections", List.of()).size());
        counted.put(
                "discards",
                topics.get("penstock.discards").stream()
                        .mapToLong(batch -> sum(list(batch, "discards"), NAMESPACE + "Discard", "packets"))
                        .sum());
        counted.put("counts", lastCounts());
        counted.put("findings", (long) topics.get("penstock.findings").size());
        counted.put(
                "flows",
                topics.get("penstock.flows").stream()
                        .flatMap(batch -> list(batch, "flows").stream())
                        .filter(flow -> flow.get("state").toString().equals("STARTED"))
                        .count());
        return counted;
    }

    /** Of each key of a partition the last one is in force. */
    private long lastCounts() {
        Map<String, Long> last = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> count : reader.records("penstock.discard-counts")) {
            last.put(count.partition() + " " + reader.key(count), (Long)
                    reader.value(count).get("packets"));
        }
        return last.values().stream().mapToLong(Long::longValue).sum();
    }

    private static int pended(List<GenericRecord> records) {
        return records.stream()
                .mapToInt(record -> switch (record.getSchema().getName()) {
                    case "PendedBatch" -> list(record, "packets").size();
                    case "PendedPacket" -> 1;
                    default -> 0;
                })
                .sum();
    }

    private static int completions(List<GenericRecord> records) {
        return records.stream()
                .mapToInt(record -> record.getSchema().getName().equals("CompletionBatch")
                        ? list(record, "completions").size()
                        : 1)
                .sum();
    }

    /** Final fates by action; packets that wait have theirs later. */
    static Map<String, Long> fates(List<GenericRecord> verdicts) {
        Map<String, Long> fates = new TreeMap<>();
        Stream.of("PERMIT", "BLOCK", "ABSORB", "MALFORMED").forEach(action -> fates.put(action, 0L));
        for (GenericRecord record : verdicts) {
            if (record.getSchema().getName().equals("VerdictBatch")) {
                List<GenericRecord> decisions = list(record, "decisions");
                for (Object outcome : (Collection<?>) record.get("outcomes")) {
                    if ((Integer) outcome >= 0) {
                        fates.merge(
                                decisions.get((Integer) outcome).get("action").toString(), 1L, Long::sum);
                    }
                }
            } else {
                list(record, "verdicts")
                        .forEach(late -> fates.merge(
                                ((GenericRecord) late.get("decision"))
                                        .get("action")
                                        .toString(),
                                1L,
                                Long::sum));
            }
        }
        fates.keySet().removeAll(List.of("PENDED", "HELD"));
        return fates;
    }

    /** Packets with a verdict, or that wait for it, by agent. */
    static Map<String, Long> byAgent(List<GenericRecord> verdicts) {
        Map<String, Long> packets = new TreeMap<>();
        named(verdicts, "VerdictBatch")
                .forEach(batch -> packets.merge(
                        batch.get("agent").toString(),
                        (long) ((Collection<?>) batch.get("outcomes")).size(),
                        Long::sum));
        return packets;
    }

    @SuppressWarnings("unchecked")
    static List<GenericRecord> list(GenericRecord record, String field) {
        return List.copyOf((Collection<GenericRecord>) record.get(field));
    }

    static List<GenericRecord> named(List<GenericRecord> records, String name) {
        return records.stream()
                .filter(record -> record.getSchema().getName().equals(name))
                .toList();
    }

    static long sum(List<GenericRecord> records, String name, String field) {
        return records.stream()
                .filter(record -> record.getSchema().getFullName().equals(name))
                .mapToLong(record -> ((Number) record.get(field)).longValue())
                .sum();
    }

    private static long sum(JsonNode rows) {
        long sum = 0;
        for (JsonNode row : rows) {
            sum += row.path("count").asLong();
        }
        return sum;
    }
}

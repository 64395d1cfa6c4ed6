// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.FateTally;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.Finding;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.FlowState;
import io.penstock.schemas.Injection;
import io.penstock.schemas.LateOutcome;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the topology leaves of some agents' packets, committed records only, and keeps the books of it. One thread. */
final class ClusterBook implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Set<String> agents;
    private final KafkaConsumer<byte[], byte[]> consumer;
    /** Asked where topics end, open transactions included. */
    private final KafkaConsumer<byte[], byte[]> written;

    private final Map<String, String> verdicts = new TreeMap<>();
    private final List<String> decidedTwice = new ArrayList<>();
    private final Map<String, String> pended = new TreeMap<>();
    private final List<String> pendedTwice = new ArrayList<>();
    private final Map<String, String> openPends = new TreeMap<>();
    private final FateTally tally = new FateTally();
    private final Map<String, List<String>> injections = new TreeMap<>();
    private final List<String> injectionIds = new ArrayList<>();
    private final Map<String, List<String>> flows = new TreeMap<>();
    private final WireReader wire = new WireReader();

    private ClusterBook(Map<String, Object> client, Set<String> agents, Collection<String> callouts) {
        this.agents = agents;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(client).deserializer());
        settings.put("isolation.level", "read_uncommitted");
        written = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Stream<String> topics =
                Stream.of(Topics.VERDICTS, Topics.DISCARDS, Topics.FINDINGS, Topics.FLOWS, Topics.INJECTIONS);
        consumer.assign(Stream.concat(topics, callouts.stream().map(Topics::pended))
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
    }

    /** Opens the books of some agents' packets, all there ever were. */
    static ClusterBook fromTheStart(String bootstrapServers, Set<String> agents, Collection<String> callouts) {
        return fromTheStart(Map.of("bootstrap.servers", bootstrapServers), agents, callouts);
    }

    /** The same, of a cluster that wants to know who reads. */
    static ClusterBook fromTheStart(Map<String, Object> client, Set<String> agents, Collection<String> callouts) {
        return new ClusterBook(client, agents, callouts);
    }

    /** Opens the books of agents that have not published anything yet. */
    static ClusterBook fromNow(String bootstrapServers, Set<String> agents, Collection<String> callouts) {
        ClusterBook book = new ClusterBook(Map.of("bootstrap.servers", bootstrapServers), agents, callouts);
        Collection<TopicPartition> all = book.consumer.assignment();
        book.consumer.endOffsets(all).forEach(book.consumer::seek);
        return book;
    }

    /** What names a packet. */
    static String packet(String agent, long sequence) {
        return "%s packet %06d".formatted(agent, sequence);
    }

    /** A verdict as one line. */
    static String verdict(String action, String layer, String subLayer, String filter, String callout, String reason) {
        return "%s by %s %s %s %s: %s".formatted(action, layer, subLayer, filter, callout, reason);
    }

    /** Reads on until something holds; an error that names what was waited for and what there is, if that takes too long. */
    void await(String what, Duration atMost, BooleanSupplier holds) {
        await(() -> what, atMost, holds);
    }

    private void await(Supplier<String> what, Duration atMost, BooleanSupplier holds) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %s: %s; so far %d verdicts, %s, open pends %s"
                        .formatted(atMost, what.get(), verdicts.size(), tally.pends(), openPends));
            }
            consumer.poll(POLL).forEach(this::note);
        }
    }

    /** Reads to where the topics end now; what is in a transaction that is open counts, and has to be committed or aborted. */
    void readToEnd(Duration atMost) {
        Map<TopicPartition, Long> ends = written.endOffsets(consumer.assignment());
        await(
                () -> "everything written; not read " + unread(ends),
                atMost,
                () -> unread(ends).isEmpty());
    }

    /** Where partitions end of which not everything was read, and how far they were. */
    private Map<TopicPartition, String> unread(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, String> unread = new HashMap<>();
        ends.forEach((partition, end) -> {
            long position = consumer.position(partition);
            if (position < end) {
                unread.put(partition, position + " of " + end);
            }
        });
        return unread;
    }

    /** Final verdicts by packet. */
    Map<String, String> verdicts() {
        return verdicts;
    }

    /** Packets with more than one final verdict. */
    List<String> decidedTwice() {
        return decidedTwice;
    }

    /** Frames to be put back on the wire, by flow and in their order. */
    Map<String, List<String>> injections() {
        return injections;
    }

    /** What became of flows that were started more than once, and where that stands. */
    Map<String, List<String>> flowsStartedAgain() {
        Map<String, List<String>> again = new TreeMap<>(flows);
        again.values()
                .removeIf(states -> states.stream()
                                .filter(state -> state.startsWith(FlowState.STARTED.name()))
                                .count()
                        < 2);
        return again;
    }

    /** Ids of injections, of which there should be none twice. */
    List<String> injectionIds() {
        return injectionIds;
    }

    /** Pends that were read more than once, and where. */
    List<String> pendedTwice() {
        return pendedTwice;
    }

    /** Pends of which no end was read, and ends of which no pend was. */
    Map<String, String> openPends() {
        return openPends;
    }

    /** All counts. */
    FateTally tally() {
        return tally;
    }

    private void note(ConsumerRecord<byte[], byte[]> made) {
        String place = made.topic() + "-" + made.partition() + "@" + made.offset();
        try {
            switch (wire.read(made.value())) {
                case VerdictBatch batch when agents.contains(batch.getAgent()) -> noteBatch(batch);
                case LateVerdictBatch batch -> late(batch);
                case PendedBatch batch ->
                    batch.getPackets().stream()
                            .filter(packet -> agents.contains(packet.getAgent()))
                            .forEach(packet -> pended(packet, place));
                case PendedPacket packet when agents.contains(packet.getAgent()) -> pended(packet, place);
                case Injection injection when agents.contains(injection.getAgent()) -> injected(injection);
                case DiscardBatch batch when agents.contains(batch.getAgent()) -> discarded(batch);
                case Finding finding
                when agents.contains(finding.getAgent()) -> tally.found(finding.getCalloutKey(), finding.getKey());
                case FlowBatch batch
                when agents.contains(batch.getAgent()) -> batch.getFlows().forEach(flow -> flow(flow, place));
                default -> {}
            }
        } catch (WireException unreadable) {
            throw new AssertionError(place + " cannot be read", unreadable);
        }
    }

    private void late(LateVerdictBatch batch) {
        batch.getVerdicts().stream()
                .filter(late -> agents.contains(late.getAgent()))
                .forEach(late -> decided(late.getAgent(), late.getSequence(), late.getDecision()));
        batch.getSettled().stream()
                .filter(settled -> agents.contains(settled.getAgent()))
                .forEach(this::settled);
    }

    private void flow(FlowRecord flow, String place) {
        if (flow.getState() == FlowState.STARTED) {
            tally.flowStarted();
        }
        flows.computeIfAbsent(name(flow), missing -> new ArrayList<>()).add(flow.getState() + " at " + place);
    }

    private static String name(FlowRecord flow) {
        return "%s %d %s %d %s %d"
                .formatted(
                        flow.getHost(),
                        flow.getProtocol(),
                        flow.getLocal(),
                        flow.getLocalPort(),
                        flow.getRemote(),
                        flow.getRemotePort());
    }

    private void noteBatch(VerdictBatch batch) {
        for (int i = 0; i < batch.getOutcomes().size(); i++) {
            int number = batch.getOutcomes().get(i);
            if (number >= 0) {
                decided(
                        batch.getAgent(),
                        batch.getSequences().get(i),
                        batch.getDecisions().get(number));
            }
        }
    }

    private void decided(String agent, long sequence, Decision decision) {
        DecisionAction action = decision.getAction();
        switch (action) {
            case PERMIT -> tally.permitted(1);
            case BLOCK -> tally.blocked(1);
            case ABSORB -> tally.absorbed(1);
            case MALFORMED -> tally.malformed(1);
            case PENDED, HELD -> {
                return;
            }
        }
        String line = verdict(
                action.name().toLowerCase(Locale.ROOT),
                decision.getLayer(),
                decision.getSubLayer(),
                decision.getFilter(),
                decision.getCallout(),
                decision.getReason());
        String before = verdicts.put(packet(agent, sequence), line);
        if (before != null) {
            decidedTwice.add(packet(agent, sequence) + ": " + before + ", then " + line);
        }
    }

    private void pended(PendedPacket packet, String place) {
        tally.pended(1);
        String before = pended.put(packet.getPendId(), place);
        if (before != null) {
            pendedTwice.add(packet.getPendId() + ": " + before + ", then " + place);
            return;
        }
        // The end of a pend may be read before its beginning: they are on two topics.
        openPends.merge(packet.getPendId(), packet(packet.getAgent(), packet.getSequence()), (end, begin) -> null);
    }

    private void settled(PendSettled settled) {
        openPends.merge(settled.getPendId(), "ended", (begin, end) -> null);
        if (settled.getOutcome() == LateOutcome.EXPIRED) {
            tally.expired();
        } else {
            tally.completed(-1);
        }
    }

    private void injected(Injection injection) {
        ByteBuffer view = injection.getFrame();
        byte[] frame = new byte[view.remaining()];
        view.duplicate().get(frame);
        tally.injected(1);
        injectionIds.add(injection.getInjectionId());
        injections
                .computeIfAbsent(UndisturbedRun.flow(injection.getAgent(), frame), flow -> new ArrayList<>())
                .add(injection.getSequence() + " " + HexFormat.of().formatHex(frame));
    }

    private void discarded(DiscardBatch batch) {
        for (Discard discard : batch.getDiscards()) {
            DiscardCause cause = batch.getCauses().get(discard.getCause());
            tally.discarded(
                    cause.getDetail().isEmpty() ? cause.getReason() : cause.getDetail(),
                    cause.getLayer().isEmpty() ? null : cause.getLayer(),
                    cause.getFilter(),
                    cause.getCallout(),
                    discard.getPackets());
        }
    }

    @Override
    public void close() {
        consumer.close();
        written.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.StreamAction;
import io.penstock.schemas.StreamStep;
import io.penstock.schemas.StreamVerdict;
import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * One schedule drawn from a seed: packets come, callouts pend them, workers answer in any order, late, twice, wrongly or, in a rough one, never; the task commits
 * and crashes when it pleases. A calm one ends as if every callout had answered at once.
 */
final class LedgerSimulation {
    /** How roughly a schedule deals with the task. */
    enum Weather {
        /** Answers come at once, nothing crashes. */
        STILL,
        /** Answers come in any order and twice, and it crashes. */
        CALM,
        /** Besides, answers fail to come in time, there is no room, and callouts are taken away. */
        ROUGH
    }

    private static final List<String> CALLOUTS = List.of("edit", "look");
    private static final int DATAGRAM_FLOWS = 5;
    private static final int FLOWS = DATAGRAM_FLOWS + 2;
    private static final int MID_STREAM = 0x8;
    private static final int MOST_BATCH = 4;

    private final long seed;
    private final Weather weather;
    private final Random random;
    private final Map<Long, Integer> flowOf = new HashMap<>();
    /** Where the bytes of a TCP packet stand, by its number. */
    private final Map<Long, Integer> places = new HashMap<>();

    private final int[] sent = new int[FLOWS];
    private int streams;
    private final List<Set<Long>> publishedAfter = new ArrayList<>();
    private final List<PendedPacket> onTheWay = new ArrayList<>();
    private final LedgerBooks books;
    private final SimulatedTask task;

    LedgerSimulation(long seed, Weather weather) {
        this.seed = seed;
        this.weather = weather;
        // Packets are the same in any weather.
        Random traffic = new Random(seed);
        books = new LedgerBooks(flowOf, weather == Weather.ROUGH);
        random = new Random(seed * 31 + weather.ordinal());
        task = new SimulatedTask(this::seen, books::note);
        write(traffic, 8 + traffic.nextInt(12));
    }

    private void write(Random traffic, int records) {
        Set<Long> published = new TreeSet<>();
        long sequence = 1;
        int revision = 1;
        CALLOUTS.forEach(callout -> add(registered(callout, true), published));
        add(activation(traffic, revision++), published);
        for (int record = 0; record < records; record++) {
            int kind = traffic.nextInt(20);
            if (kind == 0) {
                add(activation(traffic, revision++), published);
            } else if (kind == 1 && weather == Weather.ROUGH) {
                add(registered(CALLOUTS.get(traffic.nextInt(2)), traffic.nextBoolean()), published);
            } else {
                UdpTraffic batch = new UdpTraffic(UdpTraffic.AGENT);
                long from = sequence - (traffic.nextInt(8) == 0 ? Math.min(2, sequence - 1) : 0);
                sequence = Math.max(sequence, from + 1 + traffic.nextInt(MOST_BATCH));
                for (long number = from; number < sequence; number++) {
                    int flow = flowOf.computeIfAbsent(number, fresh -> new Random(seed ^ fresh * 77).nextInt(FLOWS));
                    if (flow < DATAGRAM_FLOWS) {
                        batch.packet(number, 4_000 + flow, flow % 2 == 0 ? 19 : 20);
                    } else {
                        batch.packet(number, segment(number, flow));
                    }
                    published.add(number);
                }
                add(batch.batch(), published);
            }
        }
        add(endOfCapture(sequence), published);
    }

    /** A number's segment is the same whenever it is published; some overtake the one before. */
    private byte[] segment(long number, int flow) {
        Random content = new Random(seed ^ number * 7_919);
        String data = "abcabcdeabc".substring(0, 1 + content.nextInt(11));
        int place = places.computeIfAbsent(number, fresh -> {
            sent[flow] += data.length();
            return sent[flow] - data.length();
        });
        return TcpSegments.segment(4_000 + flow, TcpSegments.ACK, 1 + place, data);
    }

    private void add(SpecificRecord record, Set<Long> published) {
        task.addPackets(record);
        publishedAfter.add(new TreeSet<>(published));
    }

    private static CalloutRegistered registered(String callout, boolean registered) {
        CalloutRegistered record = new CalloutRegistered();
        record.setCalloutKey(callout);
        record.setMode(CalloutMode.OUT_OF_BAND);
        record.setOrdered(true);
        record.setRegistered(registered);
        record.setPendTimeoutMs(0L);
        record.setDelivery(CalloutDelivery.SHARED);
        record.setFlags(MID_STREAM);
        record.setEditsStreams(callout.equals("edit"));
        return record;
    }

    private static AgentStatus endOfCapture(long sequence) {
        return new AgentStatus(
                UdpTraffic.AGENT,
                UdpTraffic.AGENT,
                UdpTraffic.INCARNATION,
                AgentStatusKind.END,
                sequence * 1_000_000,
                sequence,
                sequence,
                0L,
                0L,
                0L,
                sequence);
    }

    private PolicyActivation activation(Random traffic, int revision) {
        boolean permits = traffic.nextBoolean();
        String document = """
            policy: simulated
            settings:
              pend.timeout: 30s
              pend.onTimeout: %s
              pend.onOverflow: %s
              pend.maxPackets: %d
            subLayers:
              - { subLayerKey: editing, weight: 0x4000 }
              - { subLayerKey: looking, weight: 0x3000 }
            callouts: [{ calloutKey: edit }, { calloutKey: look }]
            filters:
              - filterKey: edit-19-r%d
                layerKey: FWPM_LAYER_DATAGRAM_DATA_V4
                subLayerKey: editing
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 19 }
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: edit }
              - filterKey: edit-stream
                layerKey: FWPM_LAYER_STREAM_V4
                subLayerKey: editing
                action: { type: FWP_ACTION_CALLOUT_UNKNOWN, calloutKey: edit }
              - filterKey: look-stream
                layerKey: %s
                subLayerKey: looking
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: look }
              - filterKey: look
                layerKey: %s
                subLayerKey: looking
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: look }
            """.formatted(
                        permits ? "permit" : "block",
                        traffic.nextBoolean() ? "permit" : "block",
                        weather == Weather.ROUGH ? 3 + traffic.nextInt(6) : 100_000,
                        revision,
                        traffic.nextBoolean() ? "FWPM_LAYER_STREAM_V4" : "FWPM_LAYER_STREAM_PACKET_V4",
                        traffic.nextBoolean() ? "FWPM_LAYER_DATAGRAM_DATA_V4" : "FWPM_LAYER_ALE_AUTH_CONNECT_V4");
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return new PolicyActivation(
                "default", TestPolicies.version(bytes), (long) revision, ByteBuffer.wrap(bytes), "identity", "test");
    }

    /** A worker reads what is not committed too. */
    private void seen(SpecificRecord made) {
        switch (made) {
            case PendedBatch batch -> batch.getPackets().forEach(this::seen);
            case PendedPacket pended -> {
                streams += pended.getStream() == null ? 0 : 1;
                onTheWay.add(pended);
            }
            default -> {}
        }
    }

    /** Plays it to its end and gives the books. */
    LedgerBooks play() {
        while (task.hasPackets() || task.hasCompletions() || isWaiting()) {
            step();
            books.with(task.uncommitted())
                    .assertBalanced(task.stores(), publishedAfter.get(Math.max(0, task.processedPackets() - 1)));
            assertEven(task.balance());
        }
        task.commit();
        return books;
    }

    private static void assertEven(TaskBalance balance) {
        for (ClassifyIdentity identity : ClassifyIdentity.values()) {
            if (balance.imbalance(identity) != 0) {
                throw new AssertionError(identity + " does not come out even: " + balance);
            }
        }
    }

    /** Pends of bytes of streams that a worker has read, those of aborted transactions among them. */
    int streams() {
        return streams;
    }

    private boolean isWaiting() {
        return !onTheWay.isEmpty()
                || !task.stores().values(StateTable.PENDS).isEmpty()
                || !task.stores().values(StateTable.HELD).isEmpty();
    }

    private void step() {
        if (weather == Weather.STILL) {
            still();
            return;
        }
        int choice = random.nextInt(40);
        if (choice < 12 && task.hasPackets()) {
            task.processPackets();
        } else if (choice < 22 && task.hasCompletions()) {
            task.processCompletion();
        } else if (choice < 32 && !onTheWay.isEmpty()) {
            answerSome();
        } else if (choice < 37) {
            task.commit();
        } else if (choice == 37) {
            task.crash();
        } else if (weather == Weather.ROUGH) {
            task.advance(random.nextInt(8_000));
        } else {
            task.advance(1);
        }
    }

    private void still() {
        if (task.hasCompletions()) {
            task.processCompletion();
        } else if (!onTheWay.isEmpty()) {
            task.addCompletion(completion(onTheWay.removeFirst()));
        } else {
            task.processPackets();
        }
    }

    /** As a worker packs them: the more there are, the more go together. */
    private void answerSome() {
        List<Completion> answers = new ArrayList<>();
        for (int left = 1 + random.nextInt(4); left > 0 && !onTheWay.isEmpty(); left--) {
            answer(onTheWay.remove(random.nextInt(onTheWay.size())), answers);
        }
        if (!answers.isEmpty()) {
            task.addCompletion(new CompletionBatch(answers));
        }
    }

    private void answer(PendedPacket pended, List<Completion> answers) {
        if (weather == Weather.ROUGH && random.nextInt(6) == 0) {
            return;
        }
        Completion answer = completion(pended);
        if (random.nextInt(6) == 0) {
            Completion wrong = completion(pended);
            wrong.setDigest(wrong.getDigest() + 1);
            answers.add(wrong);
        }
        answers.add(answer);
        if (random.nextInt(5) == 0) {
            onTheWay.add(pended);
        }
    }

    private Completion completion(PendedPacket pended) {
        return pended.getStream() == null ? ofPacket(pended) : ofStream(pended);
    }

    /** Depends on nothing but the bytes, the callout and where they stand. */
    private Completion ofStream(PendedPacket pended) {
        String data = StandardCharsets.ISO_8859_1
                .decode(pended.getStream().getData().duplicate())
                .toString();
        long place = pended.getStream().getRuns().getFirst().getOffset();
        Random answer = new Random(
                seed ^ (data + place).hashCode() * 131L ^ pended.getCalloutKey().hashCode());
        int lead = 1 + answer.nextInt(Math.max(1, data.length()));
        Completion completion = EngineDriver.completion(pended, CompletionKind.PERMIT);
        switch (answer.nextInt(16)) {
            case 0 -> completion.setKind(CompletionKind.FAILED);
            case 1 -> completion.setKind(CompletionKind.BLOCK);
            case 2, 3, 4 -> completion.setStreamSteps(List.of(asking(StreamAction.NEED_MORE_DATA)));
            case 5 -> completion.setStreamSteps(List.of(asking(StreamAction.ALLOW_CONNECTION)));
            case 6 -> completion.setStreamSteps(List.of(asking(StreamAction.DROP_CONNECTION)));
            case 7, 8, 9 ->
                completion.setStreamSteps(List.of(
                        TcpSegments.step(StreamVerdict.PERMIT, lead),
                        TcpSegments.step(StreamVerdict.BLOCK, 1, "X", "YZ")));
            case 10, 11 -> completion.setStreamSteps(List.of(TcpSegments.step(StreamVerdict.BLOCK, lead)));
            default -> completion.setStreamSteps(List.of(TcpSegments.step(StreamVerdict.PERMIT, 0)));
        }
        return completion;
    }

    private static StreamStep asking(StreamAction action) {
        return new StreamStep(action, StreamVerdict.UNWRITTEN, 2, 0, List.of());
    }

    /** Depends on nothing but the packet, the callout and the filter. */
    private Completion ofPacket(PendedPacket pended) {
        int choice = new Random(seed
                        ^ pended.getSequence() * 131
                        ^ pended.getCalloutKey().hashCode())
                .nextInt(10);
        boolean datagram = flowOf.get(pended.getSequence()) < DATAGRAM_FLOWS;
        CompletionKind kind = choice < 2
                ? CompletionKind.BLOCK
                : choice < 3
                        ? CompletionKind.FAILED
                        : choice < 6 && datagram && pended.getCalloutKey().equals("edit")
                                ? CompletionKind.REPLACE
                                : CompletionKind.PERMIT;
        Completion completion = EngineDriver.completion(pended, kind);
        if (kind == CompletionKind.REPLACE) {
            int flow = flowOf.get(pended.getSequence());
            List<ByteBuffer> frames = new ArrayList<>();
            for (int i = 0; i < choice - 2; i++) {
                frames.add(ByteBuffer.wrap(UdpTraffic.frame(4_000 + flow, 19, new byte[] {(byte) i})));
            }
            completion.setInjections(frames);
        }
        return completion;
    }
}

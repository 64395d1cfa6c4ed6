// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CaptureClosing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions that tell each other what they have seen of a capture's end; what one sends another arrives in order, and between steps each may be restored. */
class CaptureEndsTest {
    private static final String HOST = "edge-1";
    private static final long FIRST = 7;
    private static final long SECOND = 8;
    private static final int PARTITIONS = 3;
    private static final long SEED = Long.getLong("penstock.stream.seed", 20_260_104L);

    private final List<Partition> partitions =
            IntStream.range(0, PARTITIONS).mapToObj(Partition::new).toList();
    private boolean restoring;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndACaptureEverywhereOnceEveryPartitionHasSeenItsMarker(boolean restored) {
        restoring = restored;
        ended(0, FIRST);
        ended(1, FIRST);
        deliverAll();
        assertThat(over()).as("one marker is still to come").isEmpty();

        ended(2, FIRST);
        deliverAll();
        assertThat(over()).containsExactly("0 over 7", "1 over 7", "2 over 7");
        assertThat(partitions)
                .allSatisfy(partition -> assertThat(partition.store)
                        .as("nothing is left to know")
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWaitForWhatWaitsInAnyPartition(boolean restored) {
        restoring = restored;
        partitions.get(1).waiting.add(HOST);
        endedEverywhere(FIRST);
        deliverAll();
        assertThat(over()).isEmpty();

        partitions.get(1).waiting.clear();
        partitions.get(1).settle();
        deliverAll();
        assertThat(over()).hasSize(PARTITIONS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoAnotherRoundWhenACloneHasLeftAPartition(boolean restored) {
        restoring = restored;
        partitions.get(1).waiting.add(HOST);
        endedEverywhere(FIRST);
        deliverAll();
        // What waited is answered; its clone goes to partition 2, and waits there.
        partitions.get(1).ends.moved(HOST, FIRST);
        partitions.get(1).waiting.clear();
        partitions.get(2).waiting.add(HOST);
        partitions.get(1).settle();
        deliverAll();
        assertThat(over()).as("the clone waits").isEmpty();

        partitions.get(2).waiting.clear();
        partitions.get(2).settle();
        deliverAll();
        assertThat(over()).containsExactly("0 over 7", "1 over 7", "2 over 7");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotBeHeldUpByWhatWaitsOfTheHostsNextCapture(boolean restored) {
        restoring = restored;
        ended(0, FIRST);
        leave(0);
        partitions.get(0).waiting.add(HOST);
        ended(1, FIRST);
        leave(1);
        partitions.get(1).waiting.add(HOST);
        ended(2, FIRST);
        deliverAll();

        assertThat(over()).containsExactly("0 left 7", "1 left 7", "2 over 7");
        assertThat(partitions)
                .allSatisfy(partition -> assertThat(partition.store).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeaveTheHostsFlowsToItsNextCaptureOnceThatHasBegun(boolean restored) {
        restoring = restored;
        ended(0, FIRST);
        assertThat(partitions.get(0).ends.isEndingBefore(HOST, SECOND)).isTrue();
        assertThat(partitions.get(0).ends.isEndingBefore(HOST, FIRST))
                .as("the same run, resumed")
                .isFalse();
        assertThat(partitions.get(0).ends.isEndingBefore("edge-2", SECOND)).isFalse();
        leave(0);
        assertThat(partitions.get(0).ends.isEndingBefore(HOST, SECOND)).isFalse();
        ended(1, FIRST);
        ended(2, FIRST);
        deliverAll();
        assertThat(over()).containsExactly("0 left 7", "1 over 7", "2 over 7");

        endedEverywhere(SECOND);
        deliverAll();
        assertThat(over()).containsExactly("0 over 8", "1 over 8", "2 over 8");
    }

    @Test
    void shouldEndOnceHoweverRecordsAreInterleaved() {
        System.out.println("penstock.stream.seed=" + SEED);
        for (int i = 0; i < 300; i++) {
            Random random = new Random(SEED + i);
            List<Partition> fresh =
                    IntStream.range(0, PARTITIONS).mapToObj(Partition::new).toList();
            Set<Integer> unmarked = new TreeSet<>(List.of(0, 1, 2));
            int clones = random.nextInt(4);
            while (!unmarked.isEmpty() || clones > 0 || fresh.stream().anyMatch(partition -> !partition.isQuiet())) {
                Partition one = fresh.get(random.nextInt(PARTITIONS));
                switch (random.nextInt(3)) {
                    case 0 -> {
                        if (unmarked.remove(one.number)) {
                            one.ends.ended("agent", HOST, FIRST);
                        }
                    }
                    case 1 -> {
                        // Clones are made of what waits, so before this partition has said that nothing does.
                        if (clones > 0 && unmarked.contains(one.number)) {
                            clones--;
                            one.ends.moved(HOST, FIRST);
                        } else if (unmarked.isEmpty()) {
                            clones = 0;
                        }
                    }
                    default -> one.deliverOne(fresh);
                }
                one.settle();
            }
            assertThat(fresh)
                    .as("seed %d", SEED + i)
                    .allSatisfy(partition -> assertThat(partition.told).containsExactly(partition.number + " over 7"));
        }
    }

    private void ended(int partition, long incarnation) {
        partitions.get(partition).ends.ended("agent", HOST, incarnation);
        partitions.get(partition).settle();
    }

    private void endedEverywhere(long incarnation) {
        partitions.forEach(partition -> ended(partition.number, incarnation));
    }

    private void leave(int partition) {
        Partition left = partitions.get(partition);
        left.ends.leave(HOST, (agent, host, incarnation) -> left.told.add(partition + " left " + incarnation));
        left.settle();
    }

    private void deliverAll() {
        while (partitions.stream().anyMatch(partition -> !partition.isQuiet())) {
            partitions.forEach(partition -> partition.deliverOne(partitions));
        }
    }

    private List<String> over() {
        List<String> all = partitions.stream()
                .flatMap(partition -> partition.told.stream())
                .toList();
        partitions.forEach(partition -> partition.told.clear());
        return all;
    }

    private final class Partition {
        private final int number;
        private final Map<Integer, Deque<CaptureClosing>> outgoing = new HashMap<>();
        private final Map<String, byte[]> store = new HashMap<>();
        private final Set<String> waiting = new TreeSet<>();
        private final List<String> told = new ArrayList<>();
        private CaptureEnds ends;

        Partition(int number) {
            this.number = number;
            ends = create();
        }

        private CaptureEnds create() {
            return new CaptureEnds(
                    number,
                    PARTITIONS,
                    (to, record) -> outgoing.computeIfAbsent(to, missing -> new ArrayDeque<>())
                            .add(record));
        }

        /** What follows each input record. */
        void settle() {
            ends.settle(waiting::contains, (agent, host, incarnation) -> told.add(number + " over " + incarnation));
            ends.drainDirty((key, value) -> {
                String name = HexFormat.of().formatHex(key);
                if (value == null) {
                    store.remove(name);
                } else {
                    store.put(name, value);
                }
            });
            if (restoring) {
                ends = create();
                store.forEach((name, value) -> ends.restore(HexFormat.of().parseHex(name), value));
            }
        }

        /** The next record that another partition, or this one, has sent it. */
        void deliverOne(List<Partition> from) {
            for (Partition sender : from) {
                CaptureClosing record =
                        sender.outgoing.getOrDefault(number, new ArrayDeque<>()).poll();
                if (record != null) {
                    ends.heard(record);
                    settle();
                    return;
                }
            }
        }

        boolean isQuiet() {
            return outgoing.values().stream().allMatch(Deque::isEmpty);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.pend.InMemoryPendLedger;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskBooksTest {
    private final RecordCounts counts = new RecordCounts(ClassifyMetrics.NOOP);
    private final TaskBooks books = new TaskBooks(3, counts, new InMemoryPendLedger());

    @Test
    void shouldComeOutEvenWhereEveryPacketHasAFate() {
        counts.add(ClassifyMeter.PACKETS, 3);
        counts.add(ClassifyMeter.PERMITTED, 2);
        counts.add(ClassifyMeter.MALFORMED, 1);
        counts.flush();

        assertThat(imbalances()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void shouldTellOfAPacketThatHasNoFateAndDoesNotWait() {
        counts.add(ClassifyMeter.PACKETS, 3);
        counts.add(ClassifyMeter.PERMITTED, 2);
        counts.flush();

        assertThat(imbalances()).containsExactly(1L, 0L, 0L);
    }

    @Test
    void shouldTellOfAPacketWithTwoFatesAndOfABlockThatIsNoDiscard() {
        counts.add(ClassifyMeter.PACKETS, 1);
        counts.add(ClassifyMeter.PERMITTED, 1);
        counts.add(ClassifyMeter.BLOCKED, 1);
        counts.flush();

        assertThat(imbalances()).containsExactly(-1L, 1L, 0L);
    }

    @Test
    void shouldTellOfAPendThatIsGoneWithoutAnEnd() {
        counts.add(ClassifyMeter.PENDED, 2);
        counts.add(ClassifyMeter.COMPLETED, 1);
        counts.flush();

        assertThat(imbalances()).containsExactly(0L, 0L, 1L);
    }

    private Stream<Long> imbalances() {
        TaskBalance balance = books.balance(1, Set.of());
        return Stream.of(ClassifyIdentity.values()).map(balance::imbalance);
    }
}

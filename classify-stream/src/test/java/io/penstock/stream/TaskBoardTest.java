// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
    private final TaskBoard board = new TaskBoard();

    @Test
    void shouldAddUpTheOpenPendsOfEachCalloutOverTheTasksThatAreHere() {
        TaskWork first = new StandInWork(null, 0);
        TaskWork second = new StandInWork(null, 0);
        board.tell(first, balance(Map.of("dpi", 2, "nat", 1)));
        board.tell(second, balance(Map.of("dpi", 3)));

        assertThat(board.open("dpi")).isEqualTo(5);
        assertThat(board.open("nat")).isEqualTo(1);
        assertThat(board.open("other")).isZero();

        board.leave(first);
        assertThat(board.open("dpi")).isEqualTo(3);
        assertThat(board.open("nat")).isZero();
    }

    private static TaskBalance balance(Map<String, Integer> open) {
        return new TaskBalance(0, 1, 0, open, 0, 0, 0, Set.of());
    }
}

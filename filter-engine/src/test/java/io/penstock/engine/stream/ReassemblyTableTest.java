// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import static io.penstock.engine.stream.TcpSegment.ACK;
import static io.penstock.engine.stream.TcpSegment.FIN;
import static io.penstock.engine.stream.TcpSegment.PSH;
import static io.penstock.engine.stream.TcpSegment.RST;
import static io.penstock.engine.stream.TcpSegment.SYN;
import static io.penstock.engine.stream.TcpSegment.URG;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a segment, case by case. */
class ReassemblyTableTest {
    private final StreamTable stream = new StreamTable();

    @Test
    void shouldDeliverTheNextSegmentFromItsOwnFrame() {
        assertThat(stream.out(99, "", SYN)).isEmpty();
        assertThat(stream.out(100, "hello ", ACK)).containsExactly("> @0 hello ");
        assertThat(stream.out(106, "world", ACK | PSH)).containsExactly("> @6 world PSH");
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.DELIVERED);
        assertThat(stream.table().heldBytes()).isZero();
    }

    @Test
    void shouldHoldWhatComesEarlyAndTellItFromTheBytesThatFreeIt() {
        stream.out(99, "", SYN);

        assertThat(stream.out(103, "def", PSH)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.HELD);
        assertThat(stream.out(100, "abc", 0)).containsExactly("> @0 abc", "> @3 def PSH #2");
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.DELIVERED);
    }

    @Test
    void shouldKeepTheByteThatCameFirst() {
        stream.out(99, "", SYN);
        stream.out(100, "abc", 0);
        assertThat(stream.out(100, "XXXd", 0)).containsExactly("> @3 d");
        stream.out(106, "gh", 0);
        stream.out(110, "k", 0);

        assertThat(stream.out(105, "fXXijXl", PSH)).isEmpty();
        assertThat(stream.out(104, "eX", 0))
                .containsExactly("> @4 e", "> @5 f #6", "> @6 gh #4", "> @8 ij #6", "> @10 k #5", "> @11 l PSH #6");
    }

    @Test
    void shouldDeliverTheSegmentThatFillsTheGapsBetweenHeldOnes() {
        stream.out(99, "", SYN);
        stream.out(101, "b", 0);
        stream.out(103, "d", 0);

        assertThat(stream.out(100, "aXcXe", PSH))
                .containsExactly("> @0 a", "> @1 b #2", "> @2 c", "> @3 d #3", "> @4 e PSH");
    }

    @Test
    void shouldDeliverNothingOfARetransmission() {
        stream.out(99, "", SYN);
        stream.out(100, "abcd", 0);
        stream.out(106, "gh", 0);

        assertThat(stream.out(100, "abcd", 0)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.REPEATED);
        assertThat(stream.out(106, "gh", 0)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.REPEATED);
        assertThat(stream.out(99, "", SYN)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.EMPTY);
    }

    @Test
    void shouldKnowKeepAlivesAndDeliverTheByteOfAWindowProbe() {
        stream.out(99, "", SYN);
        stream.out(100, "ab", 0);

        assertThat(stream.out(101, "\0", ACK)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.KEEP_ALIVE);
        assertThat(stream.out(101, "", ACK)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.KEEP_ALIVE);
        assertThat(stream.out(102, "c", ACK)).containsExactly("> @2 c");
        assertThat(stream.out(102, "cd", ACK)).containsExactly("> @3 d");
    }

    @Test
    void shouldDeliverDataThatComesWithTheSyn() {
        assertThat(stream.out(99, "early", SYN)).containsExactly("> @0 early");
        assertThat(stream.out(99, "early", SYN)).isEmpty();
        assertThat(stream.out(105, "late", ACK)).containsExactly("> @5 late");
    }

    @Test
    void shouldBeginInTheMiddleWithTheFirstSegmentSeen() {
        assertThat(stream.out(500, "middle", ACK)).containsExactly("> @0 middle");
        assertThat(stream.out(494, "before", ACK)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.REPEATED);
        assertThat(stream.out(497, "oldXXXXXXnew", ACK)).containsExactly("> @6 new");
    }

    @Test
    void shouldDeliverBothDirectionsOfASimultaneousOpen() {
        stream.out(99, "", SYN);
        stream.in(199, 0, "", SYN);
        stream.out(99, "", SYN | ACK);
        stream.in(199, 100, "", SYN);

        assertThat(stream.out(100, "a", ACK)).containsExactly("> @0 a");
        assertThat(stream.in(200, 101, "b", ACK)).containsExactly("< @0 b");
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7FFF_FFFDL, 0xFFFF_FFFDL})
    void shouldGoOnWhereSequenceNumbersWrap(long initial) {
        stream.out(initial, "", SYN);
        stream.out(initial + 5, "efg", 0);
        assertThat(stream.out(initial + 1, "abcd", 0)).containsExactly("> @0 abcd", "> @4 efg #2");
        assertThat(stream.out(initial + 6, "fgh", 0)).containsExactly("> @7 h");
    }

    @Test
    void shouldGiveUpAGapThatThePeerHasReceived() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);
        stream.out(103, "de", 0);
        stream.out(107, "hi", PSH);

        assertThat(stream.in(200, 100, "", 0)).isEmpty();
        assertThat(stream.in(200, 102, "", 0)).isEmpty();
        assertThat(stream.in(200, 105, "ok", 0)).containsExactly("> @3 -3 de #3", "< @0 ok");
        assertThat(stream.in(202, 109, "", 0)).containsExactly("> @7 -2 hi PSH #4");
        assertThat(stream.out(100, "abc", 0)).isEmpty();
    }

    @Test
    void shouldDeliverAFinWithItsBytesOrWithoutAny() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);

        assertThat(stream.out(100, "bye", FIN | PSH)).containsExactly("> @0 bye PSH FIN");
        assertThat(stream.in(200, 104, "", FIN)).containsExactly("< @0 FIN");
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.DELIVERED);
        assertThat(stream.in(200, 104, "", FIN)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.REPEATED);
    }

    @Test
    void shouldHoldAFinUntilWhatIsBeforeItHasCome() {
        stream.out(99, "", SYN);
        assertThat(stream.out(103, "", FIN)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.HELD);
        assertThat(stream.out(101, "bc", FIN)).isEmpty();
        assertThat(stream.out(100, "aXX", 0)).containsExactly("> @0 a", "> @1 bc #3", "> @3 FIN #2");
    }

    @Test
    void shouldDeliverAFinWhoseMissingBytesThePeerHasReceived() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);
        stream.out(103, "", FIN);
        assertThat(stream.in(200, 104, "", 0)).containsExactly("> @3 -3 FIN #3");
    }

    @Test
    void shouldLeaveOutWhatLiesBehindTheFin() {
        stream.out(99, "", SYN);
        stream.out(102, "cXX", 0);
        assertThat(stream.out(103, "", FIN)).isEmpty();
        assertThat(stream.out(103, "XX", 0)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.AFTER_END);
        assertThat(stream.out(100, "abcX", 0)).containsExactly("> @0 ab", "> @2 c #2", "> @3 FIN #3");
        assertThat(stream.out(104, "XX", 0)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.AFTER_END);
        assertThat(stream.table().heldBytes()).isZero();
    }

    @Test
    void shouldDeliverWhatIsHeldOfBothDirectionsAtAReset() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);
        stream.out(101, "b", 0);
        stream.in(202, 100, "C", 0);

        assertThat(stream.out(102, "reason", RST)).containsExactly("< @2 -2 C #4", "> @1 -1 b #3", "> @2 RST");
        assertThat(stream.out(102, "c", 0)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.AFTER_END);
        assertThat(stream.out(102, "", RST)).isEmpty();
        assertThat(stream.in(203, 102, "D", 0)).containsExactly("< @3 D");
    }

    @Test
    void shouldIgnoreAResetWhoseSequenceNumberIsNoPlaceOfTheStream() {
        stream.out(99, "", SYN);
        stream.out(100, "abc", 0);
        assertThat(stream.out(50, "", RST)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.IMPLAUSIBLE);
        assertThat(stream.out(103, "d", 0)).containsExactly("> @3 d");
    }

    @Test
    void shouldDeliverTheResetThatAnswersAnUnknownConnection() {
        stream.out(99, "", SYN);
        assertThat(stream.in(0, 100, "", RST)).containsExactly("< @0 RST");
        assertThat(stream.in(5, 100, "x", 0)).isEmpty();
        assertThat(stream.in(199, 100, "", SYN)).isEmpty();
        assertThat(stream.in(200, 100, "y", 0)).containsExactly("< @0 y");
    }

    @Test
    void shouldNotEndAtTheResetThatAnswersAStrayPacketOfAnOlderConnection() {
        stream.out(99, "", SYN);
        stream.in(3_863_424_624L, 976_000_100L, "", 0);
        assertThat(stream.out(976_000_100L, "", RST)).isEmpty();
        assertThat(stream.arrival()).isEqualTo(SegmentArrival.IMPLAUSIBLE);
        assertThat(stream.out(100, "a", 0)).containsExactly("> @0 a");
    }

    @Test
    void shouldBeginAgainWithASynAfterAResetThatCameBeforeAnyByte() {
        stream.out(99, "", SYN);
        assertThat(stream.out(100, "", RST)).containsExactly("> @0 RST");
        stream.out(99, "", SYN);
        assertThat(stream.out(100, "a", 0)).containsExactly("> @0 a");
    }

    @Test
    void shouldKeepUrgentDataInItsPlace() {
        stream.out(99, "", SYN);
        assertThat(stream.out(100, "ab", URG)).containsExactly("> @0 ab URG");
        stream.out(104, "e", URG | PSH);
        assertThat(stream.out(102, "cd", 0)).containsExactly("> @2 cd", "> @4 e URG PSH #3");
    }

    @Test
    void shouldCountBytesThatTheFrameWasSnappedOfAsMissed() {
        stream.out(99, "", SYN);
        assertThat(stream.snapped(100, "ab", 5)).containsExactly("> @0 ab");
        assertThat(stream.snapped(110, "k", 3)).isEmpty();
        assertThat(stream.snapped(105, "", 2)).isEmpty();
        assertThat(stream.snapped(107, "hij", 3)).containsExactly("> @7 -5 hij", "> @10 k #3");
        assertThat(stream.out(113, "", FIN)).containsExactly("> @13 -2 FIN");
    }

    @Test
    void shouldTakeABytesPlaceAsGivenWhereItsFirstFrameWasSnapped() {
        stream.out(99, "", SYN);
        stream.snapped(102, "c", 3);
        assertThat(stream.out(100, "abXXXf", 0)).containsExactly("> @0 ab", "> @2 c #2", "> @5 -2 f");
    }

    @Test
    void shouldIgnoreAnAbsurdJump() {
        stream.out(99, "", SYN);
        stream.out(100, "abc", 0);
        for (long jump : new long[] {1L << 30, 1L << 31, -(1L << 30)}) {
            assertThat(stream.out(103 + jump, "junk", 0)).isEmpty();
            assertThat(stream.arrival()).isEqualTo(SegmentArrival.IMPLAUSIBLE);
        }
        assertThat(stream.out(103, "d", 0)).containsExactly("> @3 d");
        assertThat(stream.table().heldBytes()).isZero();
    }

    @Test
    void shouldGoOnFarAheadWhenTwoSegmentsThereFollowOnEachOther() {
        stream.out(99, "", SYN);
        stream.out(100, "a", 0);
        stream.out(102, "c", 0);
        assertThat(stream.out(3_000_000_000L, "xy", 0)).isEmpty();
        assertThat(stream.out(3_000_000_002L, "z", 0)).containsExactly("> @2 -1 c #3", "> @2999999902 -2999999899 z");
        assertThat(stream.out(3_000_000_003L, "!", 0)).containsExactly("> @2999999903 !");
    }

    @Test
    void shouldGiveUpTheFirstGapAtTheBoundOfItsFlow() {
        StreamTable bounded = new StreamTable(StreamTable.bounds(3 * 128 + 10, 1 << 20));
        bounded.out(99, "", SYN);
        bounded.out(101, "bcd", 0);
        bounded.out(104, "ef", 0);
        bounded.out(108, "ijk", 0);

        assertThat(bounded.out(113, "mno", 0)).containsExactly("> @1 -1 bcd #2", "> @4 ef #3");
        assertThat(bounded.overflowed()).isTrue();
        assertThat(bounded.out(106, "gh", 0)).containsExactly("> @6 gh", "> @8 ijk #4");
        assertThat(bounded.overflowed()).isFalse();
    }

    @Test
    void shouldDeliverASegmentThatFindsNoRoomWhenItIsNextBehindTheGap() {
        StreamTable bounded = new StreamTable(StreamTable.bounds(2 * 128, 1 << 20));
        bounded.out(99, "", SYN);
        bounded.out(105, "fg", 0);
        assertThat(bounded.out(103, "de", 0)).containsExactly("> @3 -3 de", "> @5 fg #2");
    }

    @Test
    void shouldMakeTheFlowThatPassesTheBoundOfThePartitionGiveUpItsOwnGap() {
        StreamTable bounded = new StreamTable(StreamTable.bounds(1 << 20, 2 * 128 + 4));
        bounded.out(99, "", SYN);
        bounded.out(101, "b", 0);
        bounded.packet(StreamTable.key(2), true, 99, 0, "", 0, SYN);
        bounded.packet(StreamTable.key(2), true, 101, 0, "b", 1, 0);

        assertThat(bounded.packet(StreamTable.key(2), true, 103, 0, "def", 3, 0))
                .containsExactly("> @1 -1 b #4");
        assertThat(bounded.packet(StreamTable.key(3), true, 500, 0, "a", 1, 0)).containsExactly("> @0 a");
        assertThat(bounded.packet(StreamTable.key(3), true, 502, 0, "c", 1, 0)).containsExactly("> @2 -1 c");
        assertThat(bounded.out(100, "a", 0)).containsExactly("> @0 a", "> @1 b #2");
    }

    @Test
    void shouldKnowThePacketsOwnBytesEvenWhereTheyWereHeldForAnInstant() {
        StreamTable bounded = new StreamTable(StreamTable.bounds(2 * 128 + 3, 1 << 20));
        bounded.out(99, "", SYN);
        bounded.out(103, "d", 0);
        assertThat(bounded.out(102, "cXe", PSH)).containsExactly("> @2 -2 c", "> @3 d #2", "> @4 e PSH");
    }

    @Test
    void shouldNotBelieveAnAcknowledgementWhoseSegmentIsNoPlaceOfItsStream() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);
        stream.out(101, "b", 0);
        assertThat(stream.in(3_000_000_000L, 102, "junk", 0)).isEmpty();
        assertThat(stream.out(100, "a", 0)).containsExactly("> @0 a", "> @1 b #3");
    }

    @Test
    void shouldDeliverWhatIsHeldWhenTheFlowEnds() {
        stream.out(99, "", SYN);
        stream.in(199, 100, "", SYN);
        stream.in(201, 100, "B", 0);
        stream.out(101, "b", 0);
        stream.out(104, "", FIN);

        assertThat(stream.close()).containsExactly("> @1 -1 b #4", "> @4 -2 FIN #5", "< @1 -1 B #3");
        assertThat(stream.table().size()).isZero();
        assertThat(stream.stored).isEmpty();
        assertThat(stream.close()).isEmpty();
    }

    @Test
    void shouldForgetTheStreamsOfAHost() {
        stream.out(99, "", SYN);
        stream.out(101, "b", 0);
        stream.table().removeHost("other");
        assertThat(stream.table().size()).isOne();

        stream.table().removeHost("host");
        stream.store();
        assertThat(stream.table().size()).isZero();
        assertThat(stream.table().heldBytes()).isZero();
        assertThat(stream.stored).isEmpty();
    }
}

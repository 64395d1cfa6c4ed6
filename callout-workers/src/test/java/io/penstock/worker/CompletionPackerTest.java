// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionPackerTest {
    private final List<byte[]> sent = new ArrayList<>();
    private final List<CompletionPublisher.Answer> underWay = new ArrayList<>();
    private final List<Runnable> following = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final CompletionPacker packer = new CompletionPacker(
            (value, answer) -> {
                sent.add(value);
                underWay.add(answer);
            },
            following::add);

    @Test
    void shouldSendAtOnceWhatNeedNotWait() throws Exception {
        add("a", 0);

        assertThat(ids()).containsExactly(List.of("a"));
        assertThat(answered).isEmpty();
        answer(null);
        assertThat(answered).containsExactly("a");
        assertThat(packer.awaitSent(Duration.ZERO)).isTrue();
    }

    @Test
    void shouldPackWhatComesWhileARecordIsUnderWay() throws Exception {
        add("a", 0);
        add("b", 0);
        add("c", 0);
        assertThat(ids()).containsExactly(List.of("a"));
        assertThat(packer.awaitSent(Duration.ZERO)).isFalse();

        answer(null);
        assertThat(ids()).containsExactly(List.of("a"), List.of("b", "c"));
        answer(null);
        assertThat(answered).containsExactly("a", "b", "c");
    }

    @Test
    void shouldPackAnswersToPacketsThatCameTogether() throws Exception {
        packer.expect(3);
        add("a", 0);
        add("b", 0);
        assertThat(ids()).isEmpty();
        add("c", 0);

        assertThat(ids()).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void shouldNotWaitForAPacketThatTakesLong() throws Exception {
        packer.expect(3);
        add("a", 0);
        add("b", 0);
        packer.expectNoMore();
        assertThat(ids()).containsExactly(List.of("a", "b"));
        answer(null);
        add("other", 0);
        assertThat(ids()).containsExactly(List.of("a", "b"), List.of("other"));
        answer(null);
        add("slow", 0);

        assertThat(ids()).containsExactly(List.of("a", "b"), List.of("other"), List.of("slow"));
    }

    @Test
    void shouldTellEveryOneOfARecordThatItWasNotTakenAndGoOn() throws Exception {
        add("a", 0);
        add("b", 0);
        add("c", 0);
        answer(null);
        add("d", 0);
        answer(new IOException("no broker"));
        answer(null);

        assertThat(ids()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
        assertThat(answered).containsExactly("a", "b: no broker", "c: no broker", "d");
    }

    @Test
    void shouldKeepRecordsBelowABrokersLimit() throws Exception {
        add("first", 0);
        for (int i = 0; i < 5; i++) {
            add("large " + i, 100 << 10);
        }
        add("huge", 900 << 10);
        add("last", 0);
        while (!underWay.isEmpty()) {
            answer(null);
        }

        assertThat(ids())
                .containsExactly(
                        List.of("first"),
                        List.of("large 0", "large 1"),
                        List.of("large 2", "large 3"),
                        List.of("large 4"),
                        List.of("huge"),
                        List.of("last"));
        assertThat(sent).allSatisfy(value -> assertThat(value.length).isLessThan(1 << 20));
        assertThat(answered).hasSize(8);
    }

    private void add(String pendId, int injectedBytes) {
        List<ByteBuffer> frames = injectedBytes == 0 ? List.of() : List.of(ByteBuffer.allocate(injectedBytes));
        Completion completion = new Completion(
                pendId,
                0L,
                0L,
                "test",
                "test",
                CompletionKind.PERMIT,
                null,
                frames,
                List.of(),
                null,
                1,
                -1L,
                List.of(),
                null,
                List.of());
        packer.add(
                completion, failure -> answered.add(failure == null ? pendId : pendId + ": " + failure.getMessage()));
    }

    /** Kafka answers the oldest record; what follows from that is done. */
    private void answer(Exception failure) {
        underWay.removeFirst().sent(failure);
        while (!following.isEmpty()) {
            following.removeFirst().run();
        }
    }

    private List<List<String>> ids() throws WireException {
        List<List<String>> ids = new ArrayList<>();
        for (byte[] value : sent) {
            ids.add(AvroWire.decode(CompletionBatch.class, value).getCompletions().stream()
                    .map(Completion::getPendId)
                    .toList());
        }
        return ids;
    }
}

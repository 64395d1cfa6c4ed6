// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ActivationAttemptTest {
    private static final String OURS = "0f0e";
    private static final String THEIRS = "0d0c";
    private static final String VERSION = "ab".repeat(32);

    private final ControlState state = new ControlState();
    private final PolicyToActivate policy = new PolicyToActivate("default", VERSION, new byte[] {'{', '}'});
    private final ControlChange.Activation change = new ControlChange.Activation(policy, OURS);

    @Test
    void shouldGiveUpWithoutFencingOnceAnotherRevisionFollowedTheExpectedOne() {
        activated(1, THEIRS);
        assertThat(expecting(new Expectation.Revision(1)).foregone(state)).isEmpty();

        activated(2, THEIRS);
        assertThat(expecting(new Expectation.Revision(1)).foregone(state))
                .contains(new ActivationOutcome.Refused(state.newest()));
    }

    @Test
    void shouldNotGiveUpWhatMayComeTrueAgain() {
        activated(1, THEIRS);
        activated(2, THEIRS);

        assertThat(expecting(new Expectation.Any()).foregone(state)).isEmpty();
        assertThat(expecting(new Expectation.Version("ffff")).foregone(state)).isEmpty();
        assertThat(expecting(new Expectation.Revision(7)).foregone(state)).isEmpty();
    }

    @Test
    void shouldKnowItsOwnRevisionThoughItsCommitWasNotAnsweredAndARivalCameAfterIt() {
        activated(1, THEIRS);
        ActivationAttempt attempt = expecting(new Expectation.Revision(1));
        assertThat(attempt.stands(state)).isFalse();

        activated(2, OURS);
        activated(3, THEIRS);

        assertThat(attempt.foregone(state)).isEmpty();
        assertThat(attempt.stands(state)).isTrue();
        assertThat(state.madeBy(change).revision()).isEqualTo(2);
        assertThat(state.before(state.madeBy(change)).revision()).isOne();
    }

    private ActivationAttempt expecting(Expectation expectation) {
        return new ActivationAttempt(change, List.of(change), expectation);
    }

    private void activated(long revision, String id) {
        byte[] value =
                AvroWire.encode(new PolicyPointer("default", VERSION, revision, "ann@desk", id, 1, 0L, List.of()));
        byte[] key = ("revision/" + revision).getBytes(StandardCharsets.UTF_8);
        state.note(new ConsumerRecord<>(Topics.POLICY, 0, revision, key, value));
    }
}

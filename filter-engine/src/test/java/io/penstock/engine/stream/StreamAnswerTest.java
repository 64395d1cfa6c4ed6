// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import org.junit.jupiter.api.Test;

/** Flags of a stream's segments, and which of them data may be injected with. */
class StreamAnswerTest {
    private static final byte[] DATA = {1};
    private static final byte[] NOTHING = {};

    private final StreamAnswer answer = new StreamAnswer();

    @Test
    @SpecRule("11 P15")
    void shouldNumberTheFlagsInTheOrderOfTheirNames() {
        assertThat(new int[] {
                    StreamFlags.RECEIVE,
                    StreamFlags.RECEIVE_EXPEDITED,
                    StreamFlags.RECEIVE_DISCONNECT,
                    StreamFlags.RECEIVE_ABORT,
                    StreamFlags.RECEIVE_PUSH
                })
                .containsExactly(0x1, 0x2, 0x4, 0x8, 0x10);
        assertThat(new int[] {
                    StreamFlags.SEND,
                    StreamFlags.SEND_EXPEDITED,
                    StreamFlags.SEND_NODELAY,
                    StreamFlags.SEND_DISCONNECT,
                    StreamFlags.SEND_ABORT
                })
                .containsExactly(0x1_0000, 0x2_0000, 0x4_0000, 0x8_0000, 0x10_0000);
    }

    @Test
    @SpecRule("7.7 S3")
    void shouldRefuseAnInjectionWithoutTheFlagOfItsDirection() {
        answer.begin(StreamFlags.RECEIVE);

        assertThat(answer.inject(StreamFlags.RECEIVE_DISCONNECT, DATA).key()).isEqualTo("STATUS_FWP_INVALID_PARAMETER");
        assertThat(answer.inject(0, DATA)).isEqualTo(StreamStatus.INVALID_PARAMETER);
        assertThat(answer.inject(StreamFlags.SEND, DATA)).isEqualTo(StreamStatus.INVALID_PARAMETER);
        assertThat(answer.injections()).isEmpty();
        assertThat(answer.isInjectionRefused()).isTrue();
    }

    @Test
    @SpecRule("7.7 S3")
    void shouldTakeEmptyDataWithAFinOnly() {
        answer.begin(StreamFlags.RECEIVE);

        assertThat(answer.inject(StreamFlags.RECEIVE, NOTHING)).isEqualTo(StreamStatus.INVALID_PARAMETER);
        assertThat(answer.inject(StreamFlags.RECEIVE | StreamFlags.RECEIVE_DISCONNECT, NOTHING))
                .isEqualTo(StreamStatus.SUCCESS);
        assertThat(answer.injections()).hasSize(1);
    }

    @Test
    @SpecRule("7.7 S3")
    void shouldForbidInjectionWithSendAbort() {
        answer.begin(StreamFlags.SEND | StreamFlags.SEND_ABORT);

        assertThat(answer.inject(StreamFlags.SEND, DATA)).isEqualTo(StreamStatus.UNSUCCESSFUL);
        assertThat(answer.isInjectionRefused()).isTrue();
    }
}

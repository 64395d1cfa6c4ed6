// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that a program makes keep the ranges that documents keep. */
class PolicySettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldTakeTheLeastOfEverything() {
        Duration least = Duration.ofNanos(1);
        settings(least, 1, 1, 1, 1, 0, least, 1);
    }

    @Test
    void shouldTakeTheMostOfEverything() {
        settings(
                MINUTE,
                PolicySettings.MOST_PEND_PER_FLOW,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                PolicySettings.MOST_REINJECT_DEPTH,
                3,
                MINUTE,
                Long.MAX_VALUE);
    }

    static Stream<Arguments> outside() {
        return Stream.of(
                wrong("pend.timeout", () -> settings(Duration.ZERO, 1, 1, 1, 1, 0, MINUTE, 1)),
                wrong("pend.perFlowLimit", () -> settings(MINUTE, 0, 1, 1, 1, 0, MINUTE, 1)),
                wrong("pend.perFlowLimit", () -> settings(MINUTE, 1_000_001, 1, 1, 1, 0, MINUTE, 1)),
                wrong("pend.maxBytes", () -> settings(MINUTE, 1, 0, 1, 1, 0, MINUTE, 1)),
                wrong("pend.maxPackets", () -> settings(MINUTE, 1, 1, 0, 1, 0, MINUTE, 1)),
                wrong("reinject.maxDepth", () -> settings(MINUTE, 1, 1, 1, 256, 0, MINUTE, 1)),
                wrong("host.profile", () -> settings(MINUTE, 1, 1, 1, 1, 4, MINUTE, 1)),
                wrong("flow.datagramIdle", () -> settings(MINUTE, 1, 1, 1, 1, 0, Duration.ofNanos(-1), 1)),
                wrong("stream.maxBytesPerFlow", () -> settings(MINUTE, 1, 1, 1, 1, 0, MINUTE, -1)));
    }

    @ParameterizedTest
    @MethodSource("outside")
    void shouldRefuseWhatIsOutsideItsRangeAndNameIt(String setting, Runnable made) {
        assertThatIllegalArgumentException().isThrownBy(made::run).withMessageStartingWith(setting + " is ");
    }

    private static Arguments wrong(String setting, Runnable made) {
        return Arguments.of(setting, made);
    }

    private static PolicySettings settings(
            Duration timeout,
            int perFlow,
            long bytes,
            int packets,
            int depth,
            int profile,
            Duration idle,
            long stream) {
        return new PolicySettings(
                timeout, false, false, perFlow, bytes, packets, depth, false, false, profile, true, idle, idle, stream,
                stream);
    }
}

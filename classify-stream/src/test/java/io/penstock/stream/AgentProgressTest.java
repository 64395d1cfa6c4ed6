// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class AgentProgressTest {
    private final AgentProgress progress = new AgentProgress();

    @Test
    void shouldDropWhatIsNotAboveTheLastSequenceOfItsIncarnation() {
        AgentProgress.Seen seen = progress.of("edge-1", 7);

        assertThat(seen.advance(1)).isTrue();
        assertThat(seen.advance(5)).isTrue();
        assertThat(seen.advance(5)).isFalse();
        assertThat(seen.advance(4)).isFalse();
        assertThat(seen.advance(6)).isTrue();
    }

    @Test
    void shouldCountEachAgentAndEachIncarnationByItself() {
        progress.of("edge-1", 7).advance(100);

        assertThat(progress.of("edge-1", 8).advance(1)).isTrue();
        assertThat(progress.of("edge-2", 7).advance(1)).isTrue();
        assertThat(progress.of("edge-1", 7).advance(100)).isFalse();
    }

    @Test
    void shouldNeverTurnPacketTimeBack() {
        AgentProgress.Seen seen = progress.of("edge-1", 7);
        seen.observe(2_000);
        seen.observe(1_000);

        assertThat(seen.packetTimeNanos()).isEqualTo(2_000);
    }

    @Test
    void shouldGoOnWhereItWasWhenRestored() {
        AgentProgress.Seen seen = progress.of("bürø", -3);
        seen.advance(42);
        seen.observe(9_000);
        progress.touch(seen);
        Map<Bytes, byte[]> stored = new LinkedHashMap<>();
        progress.drainDirty((key, value) -> stored.put(Bytes.wrap(key), value));

        AgentProgress restored = new AgentProgress();
        stored.forEach((key, value) -> restored.restore(key.get(), value));

        assertThat(stored).hasSize(1);
        assertThat(restored.of("bürø", -3).advance(42)).isFalse();
        assertThat(restored.of("bürø", -3).advance(43)).isTrue();
        assertThat(restored.of("bürø", -3).packetTimeNanos()).isEqualTo(9_000);
    }

    @Test
    void shouldStoreOnlyWhatWasTouched() {
        progress.of("edge-1", 7).advance(1);
        progress.drainDirty((key, value) -> {
            throw new AssertionError("nothing was touched");
        });

        assertThatIllegalArgumentException()
                .isThrownBy(() -> progress.restore(new byte[9], new byte[3]))
                .withMessage("progress of 3 bytes, expected 16");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void shouldEndProperlyWhenClosed() {
        ChildJvm child = ChildJvm.start(EchoProcess.class, "once");
        assertThat(child.awaitLine("RUNNING ", SOON)).isEqualTo("once");
        child.close();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.awaitLine("PROPER ", SOON)).isEqualTo("END");
    }

    @Test
    void shouldEndWithoutAnyHandlerWhenKilled() {
        ChildJvm child = ChildJvm.start(EchoProcess.class, "once");
        child.awaitLine("RUNNING ", SOON);
        child.kill();
        assertThat(child.isAlive()).isFalse();
        assertThatThrownBy(() -> child.awaitLine("PROPER ", SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RUNNING once");
    }

    @Test
    void shouldShowTheOutputOfAChildThatFails() {
        ChildJvm child = ChildJvm.start(EchoProcess.class);
        assertThatThrownBy(() -> child.awaitLine("RUNNING ", SOON))
                .hasMessageContaining("EchoProcess has not said")
                .hasMessageContaining("ArrayIndexOutOfBoundsException");
    }
}

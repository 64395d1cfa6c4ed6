// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** An address and port is one that exists, in the one form that compares. */
class RedirectTargetTest {
    @Test
    void shouldGiveBackTheAddressItWasMadeOf() {
        byte[] v4 = {(byte) 192, 0, 2, 9};
        byte[] v6 = {0x20, 1, 13, (byte) 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
        assertThat(RedirectTarget.of(v4, 80).address()).isEqualTo(v4);
        assertThat(RedirectTarget.of(v6, 0).address()).isEqualTo(v6);
    }

    @Test
    void shouldRefuseBitsThatAnIpv4AddressDoesNotHave() {
        assertThatThrownBy(() -> new RedirectTarget(false, 0xC000_0209_0000_0001L, 0, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("high c000020900000001");
        assertThatThrownBy(() -> new RedirectTarget(false, 0, 1, 80)).hasMessageContaining("low 1");
        assertThatThrownBy(() -> new RedirectTarget(false, 0, 0, 65_536)).hasMessageContaining("0..65535");
        assertThat(new RedirectTarget(true, 1, 1, 80).low()).isEqualTo(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "9464, 127.0.0.1, 9464, 127.0.0.1:9464",
        "0, 127.0.0.1, 0, 127.0.0.1:0",
        "0.0.0.0:9464, 0.0.0.0, 9464, 0.0.0.0:9464",
        "localhost:65535, localhost, 65535, localhost:65535",
        "[::1]:80, ::1, 80, [::1]:80"
    })
    void shouldReadWhereToListen(String text, String host, int port, String authority) {
        ListenAddress address = ListenAddress.parse(text);

        assertThat(address).isEqualTo(new ListenAddress(host, port));
        assertThat(address.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":80", "::1:80", "a b:80", "host:65536", "host:-1", "host:80x"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected, found");
    }
}

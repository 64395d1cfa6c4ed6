// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressesTest {
    private static boolean contains(LocalAddresses local, String text) {
        IpAddress address = IpAddress.of(InetAddress.ofLiteral(text));
        return local.contains(address.version(), address.high(), address.low());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "10.9.8.7/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.4.4, 192.168.4.4, true",
        "192.168.4.4, 192.168.4.5, false",
        "200.1.2.3/32, 200.1.2.3, true",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, true",
        "2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "fe80::1, fe80::1, true",
        "fe80::1, fe80::2, false",
    })
    void shouldContainWhatThePrefixCovers(String prefix, String address, boolean expected) {
        assertThat(contains(LocalAddresses.parse(prefix), address)).isEqualTo(expected);
    }

    @Test
    void shouldReadAListOfBothVersions() {
        LocalAddresses local = LocalAddresses.parse("10.0.0.0/8, fd00::/8,192.0.2.1");

        assertThat(List.of("10.1.1.1", "fd12::1", "192.0.2.1")).allMatch(address -> contains(local, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/8,",
                "10/8",
                "10.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.256",
                "host.example",
                "fe80::1%eth0",
                "::/129",
                "1:2",
                "10.0.0.0/8/8",
                "010.0.0.0.1"
            })
    void shouldNameWhatIsNoPrefix(String list) {
        assertThatThrownBy(() -> LocalAddresses.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one like 192.168.0.0/16");
    }
}

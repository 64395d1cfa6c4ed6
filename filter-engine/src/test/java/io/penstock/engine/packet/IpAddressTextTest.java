// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTextTest {
    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "0, 0, ::",
        "0, 1, ::1",
        "20010db800000000, 1, 2001:db8::1",
        "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
        "0001000000000002, 0003000400000000, 1::2:3:4:0:0",
        "0001000000000002, 0000000000000003, 1:0:0:2::3",
        "0000000000010002, 0003000400050006, ::1:2:3:4:5:6",
        "fe80000000000000, 0, fe80::",
        "0, 0000ffffc0000209, ::ffff:192.0.2.9",
        "0, 00000000c0000209, ::192.0.2.9"
    })
    void shouldShortenTheFirstLongestRunOfZeros(String high, String low, String text) {
        assertThat(IpAddressText.v6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)))
                .isEqualTo(text);
    }

    @Test
    void shouldSpellIpv4Dotted() {
        assertThat(IpAddressText.v4(0xC0_00_02_FF)).isEqualTo("192.0.2.255");
    }

    @Test
    void shouldBeReadBackAsTheSameAddress() throws UnknownHostException {
        for (int run = 0; run < 10_000; run++) {
            // Few bits set, so that runs of zero groups are common.
            long high = sparse();
            long low = sparse();
            high &= random.nextBoolean() ? 0xFFFF_0000_0000_FFFFL : -1L;
            low &= random.nextBoolean() ? 0xFFFF_FFFF_0000_0000L : -1L;
            byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            assertThat(InetAddress.getByName(IpAddressText.v6(high, low)))
                    .as("seed %d", seed)
                    .isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    private long sparse() {
        long bits = random.nextLong();
        for (int times = 0; times < 3; times++) {
            bits &= random.nextLong();
        }
        return bits;
    }
}

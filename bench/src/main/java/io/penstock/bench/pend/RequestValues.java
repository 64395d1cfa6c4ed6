// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What plain requests say: as much as a pended packet does, before it is compressed and behind that. Most of it is the same in all, as names and keys are, and some
 * of it no other has, as the bytes of a packet. One thread.
 */
final class RequestValues {
    private static final int BYTES = 515;
    /** With these, requests gathered at 5,000 a second take 80 bytes each in the broker, as pended packets do. */
    private static final int OWN_BYTES = 40;

    private static final int SEED = 20_261_128;

    private final byte[] alike = new byte[BYTES - Integer.BYTES - OWN_BYTES];
    private final Random random = new Random(SEED);
    private final byte[] own = new byte[OWN_BYTES];

    RequestValues() {
        random.nextBytes(alike);
    }

    byte[] of(int number) {
        random.nextBytes(own);
        return ByteBuffer.allocate(BYTES).putInt(number).put(own).put(alike).array();
    }

    static int numberOf(byte[] value) {
        return ByteBuffer.wrap(value).getInt();
    }
}

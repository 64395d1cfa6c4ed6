// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.InternetChecksum;

/** Whether a checksum is right, by the numbers that the columns use. */
final class ChecksumStatus {
    static final int BAD = 0;
    static final int GOOD = 1;
    static final int UNVERIFIED = 2;

    private ChecksumStatus() {}

    static int of(long sum) {
        return InternetChecksum.isGood(sum) ? GOOD : BAD;
    }
}

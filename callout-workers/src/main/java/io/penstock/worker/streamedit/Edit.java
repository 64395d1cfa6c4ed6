// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

/**
 * Bytes to find in a stream, and what takes their place.
 *
 * @param name what findings call it
 * @param find 1 to {@value #LONGEST} bytes
 * @param replace 0 to {@value #LONGEST} bytes
 * @param inbound whether it is for what comes in
 * @param outbound whether it is for what goes out
 */
record Edit(String name, byte[] find, byte[] replace, boolean inbound, boolean outbound) {
    static final int LONGEST = 4_096;

    boolean isFor(boolean isOutbound) {
        return isOutbound ? outbound : inbound;
    }

    /** How many bytes at {@code from} agree with it, up to all of them or to {@code to}. */
    int agrees(byte[] bytes, int from, int to) {
        int most = Math.min(find.length, to - from);
        int count = 0;
        while (count < most && bytes[from + count] == find[count]) {
            count++;
        }
        return count;
    }
}

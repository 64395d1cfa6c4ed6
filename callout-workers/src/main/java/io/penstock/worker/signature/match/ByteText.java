// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

/**
 * Bytes as characters of ISO 8859-1, for a regular expression. Each character read is a step, and steps are bounded: an expression that goes back and forth without end
 * is stopped. One thread.
 */
final class ByteText implements CharSequence {
    private final byte[] bytes;
    private final int from;
    private final int length;
    private final StepBudget budget;

    ByteText(byte[] bytes, int from, int length, StepBudget budget) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
        this.budget = budget;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        budget.spend();
        return (char) (bytes[from + index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new ByteText(bytes, from + start, end - start, budget);
    }

    @Override
    public String toString() {
        return new String(bytes, from, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

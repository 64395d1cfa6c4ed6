// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

/** A packet that was written down wrongly (spec 2.5): its message names the place, what stands there and what was expected. */
public final class PacketSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String expected;

    /**
     * Refuses a text.
     *
     * @param column number of the character at fault, from 1
     * @param found what stands there
     * @param expected what could stand there
     */
    public PacketSyntaxException(int column, String found, String expected) {
        super(found + " at column " + column + " of the packet");
        this.column = column;
        this.expected = expected;
    }

    /** Number of the character at fault, from 1. */
    public int column() {
        return column;
    }

    /** What was expected there, in a few words. */
    public String expected() {
        return expected;
    }
}

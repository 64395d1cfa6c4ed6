// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

/** What became of a frame that a callout injects (spec 6.2, 6.5). */
public sealed interface BuiltClone {

    /**
     * It may enter its path.
     *
     * @param row its row, {@code PacketRow.ROW_LENGTH} bytes, with a direction and frame offset 0
     * @param quoted the tuple it quotes, empty where it is no ICMP error
     * @param frame its bytes, checksums right
     */
    record Fit(byte[] row, byte[] quoted, byte[] frame) implements BuiltClone {}

    /**
     * It may not: injecting has failed (spec 6.2).
     *
     * @param why one line for a person
     */
    record Unfit(String why) implements BuiltClone {}
}

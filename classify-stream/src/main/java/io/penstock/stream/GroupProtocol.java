// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** How the instances of the topology agree on who has which partition (KIP-1071 for {@link #STREAMS}). */
public enum GroupProtocol {
    /** The consumer group protocol with the assignment computed by a member. */
    CLASSIC,
    /** The broker assigns tasks; a changed topology needs a new group (KAFKA-20170). */
    STREAMS;

    String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

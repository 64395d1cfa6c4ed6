// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/** What a packet is called, however its input was read: never a partition and an offset (ARCHITECTURE 2, "Identity"). */
public sealed interface PacketName {
    /** As people read it. */
    String text();

    /**
     * A packet of a capture.
     *
     * @param file as the user named it
     * @param number in it, from 1
     */
    record OfFile(String file, long number) implements PacketName {
        public OfFile {
            Objects.requireNonNull(file, "file");
            if (number < 1) {
                throw new IllegalArgumentException("a packet's number of 1 or more expected, found " + number);
            }
        }

        @Override
        public String text() {
            return file + " " + number;
        }
    }

    /**
     * A packet that an agent published.
     *
     * @param agent its name
     * @param incarnation number of the agent's start
     * @param sequence the packet's number at the agent, unsigned
     */
    record OfAgent(String agent, long incarnation, long sequence) implements PacketName {
        public OfAgent {
            Objects.requireNonNull(agent, "agent");
        }

        @Override
        public String text() {
            return agent + " " + incarnation + " " + Long.toUnsignedString(sequence);
        }
    }
}

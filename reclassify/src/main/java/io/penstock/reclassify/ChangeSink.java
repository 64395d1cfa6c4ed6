// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.Verdict;
import java.io.IOException;

/** Told of the packets of one part whose verdicts differ, in the order of the part. One thread. */
public interface ChangeSink extends AutoCloseable {
    /** Tells nobody. */
    ChangeSink NONE = new ChangeSink() {
        @Override
        public void change(Comparison comparison, PacketFeed packet, Verdict from, Verdict to) {
            // Nobody wants to know.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /**
     * A packet that is moved or changed.
     *
     * @param packet the packet; valid during the call
     * @throws IOException if it cannot be written
     */
    void change(Comparison comparison, PacketFeed packet, Verdict from, Verdict to) throws IOException;

    @Override
    void close() throws IOException;

    /** Makes one for each part. Any thread. */
    interface Factory {
        /**
         * The sink of a part.
         *
         * @param part its index, from 0
         * @throws IOException if it cannot be opened
         */
        ChangeSink open(int part) throws IOException;
    }
}

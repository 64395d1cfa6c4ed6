// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

/** Told how far reading has come, for people to see. Any thread. */
@FunctionalInterface
public interface ReadProgress {
    /** Tells nobody. */
    ReadProgress NONE = packets -> {};

    /**
     * More packets were dealt with.
     *
     * @param packets since the last call, over all threads 1 or more each
     */
    void read(long packets);
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

/** Told how a run comes along, from any thread. Must be quick. */
public interface RunProgress {
    /** So many packets have their final verdict. */
    void decided(long packets);

    /** Everything is published: so many packets. */
    void published(long packets);
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** Hears of every commit, also of those that no caller asked for: the end of a dynamic session (spec 1.4 T9). */
@FunctionalInterface
public interface CommitListener {
    /** A write transaction was committed. Called under the engine's mutex, in the order of the revisions; must not call the engine. */
    void committed(PolicyCommit commit);
}

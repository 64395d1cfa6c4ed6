// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import java.util.BitSet;
import java.util.List;

/**
 * Tells which of many patterns occur in bytes, ASCII letters in either case, in one pass. All implementations give the same answer. Immutable, so shared between
 * threads; what it holds outside of the heap is freed by {@link #close}.
 */
public sealed interface PatternSearch extends AutoCloseable permits AutomatonSearch, HyperscanSearch {
    /** Which search is meant. */
    enum Engine {
        /** Hyperscan where it can be loaded, else the automaton. */
        FASTEST,
        /** Hyperscan, or an {@link IllegalStateException} that says why it cannot be loaded. */
        HYPERSCAN,
        /** The automaton, pure Java. */
        AUTOMATON
    }

    /**
     * Compiles patterns.
     *
     * @param patterns none empty; equal ones are allowed
     */
    static PatternSearch compile(Engine engine, List<byte[]> patterns) {
        return switch (engine) {
            case AUTOMATON -> new AutomatonSearch(patterns);
            case HYPERSCAN -> HyperscanSearch.compile(patterns);
            case FASTEST ->
                HyperscanLibrary.isAvailable() ? HyperscanSearch.compile(patterns) : new AutomatonSearch(patterns);
        };
    }

    /** Sets the bit of each pattern that occurs; leaves the others alone. */
    void search(byte[] bytes, int from, int length, BitSet found);

    /** What it is called in reports. */
    String name();

    @Override
    void close();
}

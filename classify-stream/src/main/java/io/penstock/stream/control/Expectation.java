// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

/** What a writer believes to be active, and without which it does not want its change: the compare of compare-and-set. */
public sealed interface Expectation {

    /** Whatever is active: the change is to come last. */
    record Any() implements Expectation {}

    /**
     * One activation.
     *
     * @param revision its number; 0: nothing was activated yet
     */
    record Revision(long revision) implements Expectation {
        /** Refuses a negative number. */
        public Revision {
            if (revision < 0) {
                throw new IllegalArgumentException("revision is " + revision + ", expected 0 or more");
            }
        }
    }

    /**
     * A policy, whichever activation brought it.
     *
     * @param version the first hex digits of its version, at least one
     */
    record Version(String version) implements Expectation {
        /** Refuses what no version begins with. */
        public Version {
            if (!version.matches("[0-9a-f]{1,64}")) {
                throw new IllegalArgumentException("version is " + version + ", expected 1 to 64 hex digits");
            }
        }
    }

    /** Whether what is active is what was believed. */
    default boolean isMetBy(ActivatedRevision active) {
        return switch (this) {
            case Any() -> true;
            case Revision(long revision) -> active.revision() == revision;
            case Version(String version) -> active.version().startsWith(version);
        };
    }
}

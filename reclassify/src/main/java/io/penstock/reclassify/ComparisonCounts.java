// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

/**
 * Packets by how their verdicts compare.
 *
 * @param packets all, the sum of the others
 * @param unchanged 0 or more
 * @param moved 0 or more
 * @param changed 0 or more
 * @param unknown 0 or more
 */
public record ComparisonCounts(long packets, long unchanged, long moved, long changed, long unknown) {
    public ComparisonCounts {
        if (unchanged < 0 || moved < 0 || changed < 0 || unknown < 0) {
            throw new IllegalArgumentException("counts of 0 or more expected, found " + unchanged + ", " + moved + ", "
                    + changed + " and " + unknown);
        }
        if (packets != unchanged + moved + changed + unknown) {
            throw new IllegalArgumentException(packets + " packets are not the sum of " + unchanged + " unchanged, "
                    + moved + " moved, " + changed + " changed and " + unknown + " unknown");
        }
    }

    /** Counts with their sum. */
    public static ComparisonCounts of(long unchanged, long moved, long changed, long unknown) {
        return new ComparisonCounts(unchanged + moved + changed + unknown, unchanged, moved, changed, unknown);
    }
}

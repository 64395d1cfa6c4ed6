// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import java.util.regex.Pattern;

/** A test on bytes. Tests of a rule are done in the order in which they are written. */
public sealed interface PayloadTest {
    /** Stands for a limit that is not set. */
    int NONE = Integer.MIN_VALUE;

    /** Whether the rule wants it not to match. */
    boolean negated();

    /** Whether it starts where the test before it ended. */
    boolean relative();

    /**
     * A run of bytes.
     *
     * @param pattern the bytes; not to be written
     * @param foldCase whether ASCII letters match in either case
     * @param offset first byte of the payload that may be matched, 0 where not given
     * @param depth index behind the last byte that may be matched; {@link #NONE}: the end
     * @param distance bytes from the end of the match before to the first that may be matched; {@link #NONE} where not given
     * @param within bytes from there in which the pattern must end; {@link #NONE} where not given
     * @param atEnd whether it must end where the payload ends
     * @param fast whether the rule wants it to be looked for first
     */
    record Content(
            byte[] pattern,
            boolean foldCase,
            boolean negated,
            int offset,
            int depth,
            int distance,
            int within,
            boolean atEnd,
            boolean fast)
            implements PayloadTest {
        @Override
        public boolean relative() {
            return distance != NONE || within != NONE;
        }

        /** Whether it says where in the payload it is looked for. */
        public boolean hasPlace() {
            return offset > 0 || depth != NONE;
        }
    }

    /**
     * A regular expression.
     *
     * @param pattern for bytes read as ISO 8859-1
     * @param anchored whether it must match where the search starts
     */
    record Regex(Pattern pattern, boolean negated, boolean relative, boolean anchored) implements PayloadTest {}
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import java.io.IOException;

/** Answers questions over HTTP. Thread-safe. */
@FunctionalInterface
public interface JsonPage {
    /**
     * The answer.
     *
     * @param query what stands behind the question mark, as it came; null where there is none
     * @return JSON
     * @throws IllegalArgumentException if the question is wrong: the asker learns why, with status 400
     * @throws IOException if there is no answer now: the asker learns why, with status 503
     */
    String answer(String query) throws IOException;
}

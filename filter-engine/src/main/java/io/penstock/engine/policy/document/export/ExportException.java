// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

/** An export that cannot be read on: the message names file, line and column, and what is wrong there (spec 9.2). */
public final class ExportException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * An export is refused.
     *
     * @param source what the file is called
     * @param line from 1
     * @param column from 1
     * @param what what is wrong, and what was expected
     */
    public ExportException(String source, int line, int column, String what) {
        super(source + ":" + line + ":" + column + ": " + what);
    }
}

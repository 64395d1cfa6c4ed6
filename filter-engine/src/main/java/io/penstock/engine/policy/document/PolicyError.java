// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

/**
 * One mistake in a document, at its place (spec 1.13).
 *
 * @param source name of the document, as it was given
 * @param line line of the document, from 1
 * @param column characters from the start of the line, from 1
 * @param text what is wrong, with the words of the document
 * @param expected what would be right, or empty
 * @param nearest the closest known name, or empty
 */
public record PolicyError(String source, int line, int column, String text, String expected, String nearest) {
    /** One line: {@code file:line:column: text — expected … (nearest: …)}. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder(source);
        all.append(':').append(line).append(':').append(column).append(": ").append(text);
        if (!expected.isEmpty()) {
            all.append(" — expected ").append(expected);
        }
        if (!nearest.isEmpty()) {
            all.append(" (nearest: ").append(nearest).append(')');
        }
        return all.toString();
    }
}

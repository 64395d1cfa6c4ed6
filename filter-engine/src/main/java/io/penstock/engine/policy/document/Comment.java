// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

/**
 * A comment where it stands in a document.
 *
 * @param index code points before it in the document
 * @param line from 0, as the YAML library counts
 * @param column from 0
 * @param text from its {@code #} to the end of its line, without white space at its end
 * @param isAlone whether nothing stands before it on its line
 */
record Comment(int index, int line, int column, String text, boolean isAlone) {}

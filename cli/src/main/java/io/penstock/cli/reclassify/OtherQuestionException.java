// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

/** A folder that is to be resumed from belongs to another question. */
public final class OtherQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherQuestionException(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

/** A part cannot be answered, here or anywhere. */
final class PartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartFailedException(Throwable cause) {
        super(cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

/** An event that cannot be taken: the message says what is missing or wrong in it. */
final class NotUnderstoodException extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String what) {
        super(what);
    }
}

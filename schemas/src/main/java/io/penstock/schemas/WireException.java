// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

/** Bytes from a topic that are not a record of ours. The message is one line that names what was found and at which byte. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes. */
    public enum Fault {
        /** The record has no value, or one shorter than marker and fingerprint. */
        TOO_SHORT,
        /** The value does not begin with the marker of Avro's single-object encoding. */
        NO_MARKER,
        /** No schema of that fingerprint is known. */
        UNKNOWN_SCHEMA,
        /** The value ends inside a field. */
        TRUNCATED,
        /** A length or count says more than there are bytes left. */
        OVERSIZED,
        /** A value that its type cannot have: a union branch, an enum symbol, a number out of range. */
        MALFORMED,
        /** Bytes stand behind the record. */
        TRAILING_BYTES,
        /** A whole record, but not of a type that belongs here. */
        UNEXPECTED_RECORD
    }

    private final Fault fault;

    WireException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    WireException(Fault fault, String message) {
        this(fault, message, null);
    }

    /** What is wrong with the bytes. */
    public Fault fault() {
        return fault;
    }
}

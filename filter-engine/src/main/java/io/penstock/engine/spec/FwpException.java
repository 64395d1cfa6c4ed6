// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

/** An operation on the policy was refused; the message gives the code and names the object (spec 1.13). */
public final class FwpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FwpError error;
    private final ObjectKind kind;
    private final String key;

    /**
     * A refusal.
     *
     * @param error the code
     * @param kind kind of the object that was to be added, deleted or used
     * @param key its key, or null where it has none
     * @param detail what is wrong with it; empty: the code's meaning
     */
    public FwpException(FwpError error, ObjectKind kind, String key, String detail) {
        super(error.name() + ": " + kind.word() + (key == null ? "" : " '" + key + "'") + ": "
                + (detail.isEmpty() ? error.meaning() : detail));
        this.error = error;
        this.kind = kind;
        this.key = key;
    }

    /** Why. */
    public FwpError error() {
        return error;
    }

    /** Kind of the object that was to be added, deleted or used; ENGINE for a transaction. */
    public ObjectKind kind() {
        return kind;
    }

    /** Key of the object, or null. */
    public String key() {
        return key;
    }
}

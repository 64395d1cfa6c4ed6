// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

/**
 * A schema registry that does not answer, or refuses what it was asked, or is needed where there is none. The message is one line that names the registry or the
 * setting.
 */
public final class SchemaRegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /**
     * Says what was asked of which registry, and why there is no answer.
     *
     * @param lasting whether it is the same whenever it is tried again
     */
    public SchemaRegistryException(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** Whether it is the same whenever it is tried again. */
    public boolean isLasting() {
        return lasting;
    }

    /** The one that something failed because of, or null. */
    public static SchemaRegistryException causeOf(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SchemaRegistryException registry) {
                return registry;
            }
        }
        return null;
    }
}

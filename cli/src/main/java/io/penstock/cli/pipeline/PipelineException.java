// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

/** A part outside of the command failed: Kafka, a stream thread, a worker. The message is one line. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what failed and because of what. */
    public PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}

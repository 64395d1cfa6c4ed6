// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document was refused; every error that was found, in the order of the document (spec 1.13). The message is one line per error. */
public final class PolicyErrors extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyError> errors;

    PolicyErrors(List<PolicyError> errors) {
        super(errors.stream().map(PolicyError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** At least one, at most {@value ErrorSink#LIMIT}. */
    public List<PolicyError> errors() {
        return errors;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Policy;

/**
 * A policy with the comments of the document that says it, for who changes it and writes it again (ADR 57). Immutable; any thread.
 *
 * @param policy what verdicts depend on
 * @param comments what they do not
 */
public record CommentedPolicy(Policy policy, PolicyComments comments) {
    /** No filters and no comments. */
    public static final CommentedPolicy NONE = new CommentedPolicy(Policy.NONE, PolicyComments.NONE);

    /**
     * Reads a document that includes no other.
     *
     * @param source what errors call the document
     * @param document UTF-8
     * @throws PolicyErrors if anything is wrong with it; nothing of it is used then
     */
    public static CommentedPolicy parse(String source, byte[] document) throws PolicyErrors {
        PolicyDocument.Located read = PolicyDocument.located(source, document, null, key -> null);
        return new CommentedPolicy(read.policy(), read.comments());
    }

    /**
     * A policy that was made of this one as YAML. Comments on what it still has stay; those on what it has not any more are gone.
     *
     * @param changed the policy
     */
    public String yamlOf(Policy changed) {
        return PolicyDocument.yaml(changed, comments);
    }
}

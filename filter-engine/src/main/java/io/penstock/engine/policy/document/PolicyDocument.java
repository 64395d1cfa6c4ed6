// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.Policy;
import java.util.List;

/**
 * The front door of policy documents (spec 1, 3, 9.3): YAML 1.2 or JSON in, a validated policy out, or every error with its place. The vocabulary is WFP's;
 * {@code docs/policy.md} describes each key. Stateless; any thread.
 */
public final class PolicyDocument {
    private static final List<String> KEYS = List.of(
            "policy", "description", "settings", "providers", "subLayers", "callouts", "providerContexts", "filters");

    private PolicyDocument() {}

    /**
     * Reads a document of at most 16 MiB.
     *
     * @param source what errors call the document, usually its file name
     * @param document UTF-8
     * @throws PolicyErrors if anything is wrong with it; nothing of it is used then
     */
    public static Policy parse(String source, byte[] document) throws PolicyErrors {
        ErrorSink errors = new ErrorSink(source);
        Policy policy = NodeTree.of(source, document, errors)
                .map(root -> policy(root, errors))
                .orElse(null);
        errors.throwIfAny();
        return policy;
    }

    /** The policy, or null after telling the sink what is wrong. */
    static Policy policy(Node root, ErrorSink errors) {
        Members members = Members.of(root, "policy", KEYS, errors).orElse(null);
        if (members == null) {
            return null;
        }
        members.text("policy");
        SettingsReader.Read settings = SettingsReader.read(members.get("settings"), errors);
        ObjectReader objects = new ObjectReader(members, errors);
        FilterReader filters = new FilterReader(objects, errors, settings.strictDuplicates(), members.list("filters"));
        if (!errors.isEmpty()) {
            return null;
        }
        return Policy.of(
                settings.settings(),
                objects.providers(),
                objects.sublayers(),
                objects.callouts(),
                objects.contexts(),
                filters.filters());
    }

    /** A policy as YAML that reads back to the same version. */
    public static String yaml(Policy policy) {
        return new YamlWriter().write(policy);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import java.util.List;

/**
 * Something wrong with how a policy uses a callout: with a filter that names it, or with the data of that filter's provider context (spec 1.11).
 *
 * @param member the member of the filter that is wrong, as policies spell it; empty where the provider context's data is
 * @param path keys ({@code String}) and indexes from 0 ({@code Integer}) that lead to the place in the data; empty: the data as a whole
 * @param text what is wrong, with the words of the policy
 * @param expected what would be right, or empty
 */
public record ConfigurationFault(String member, List<Object> path, String text, String expected) {
    /** Copies the path. */
    public ConfigurationFault {
        path = List.copyOf(path);
    }

    /** A filter that the callout cannot be named by. */
    public static ConfigurationFault ofFilter(String member, String text, String expected) {
        return new ConfigurationFault(member, List.of(), text, expected);
    }

    /** A place in a provider context's data. */
    public static ConfigurationFault ofContext(List<Object> path, String text, String expected) {
        return new ConfigurationFault("", path, text, expected);
    }

    /** What is wrong and what was expected, for a person. */
    public String message() {
        return expected.isEmpty() ? text : text + ", expected " + expected;
    }
}

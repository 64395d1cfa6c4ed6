// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyLog;
import java.util.List;
import java.util.regex.Pattern;

/** How people name a revision of a cluster's policy: by its number, or by the first digits of a version. An {@code @} before it is a matter of taste. */
final class RevisionReference {
    /** What the options' help says of it. */
    static final String LABEL = "REVISION|VERSION";

    private static final String ACTIVE = "active";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    /** As many as a screen shows of a version, and then all. */
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{7,64}");

    private RevisionReference() {}

    /**
     * The newest revision that is named so.
     *
     * @param option that names it, for the error
     */
    static ActivatedRevision find(PolicyLog log, String option, String text) {
        if (text.equals(ACTIVE) || text.equals("@" + ACTIVE)) {
            return active(log);
        }
        List<ActivatedRevision> found = log.revisions().stream()
                .filter(expectation(option, text)::isMetBy)
                .toList();
        if (found.isEmpty()) {
            String have = log.revisions().isEmpty()
                    ? "none was activated yet"
                    : "there are " + log.revisions().getFirst().revision() + " to "
                            + log.active().revision();
            throw CommandFailure.badInput(option + ": no revision " + text + "; " + have);
        }
        if (found.stream().map(ActivatedRevision::version).distinct().count() > 1) {
            throw CommandFailure.badInput(
                    option + ": several versions begin with " + text + "; give more digits of it");
        }
        return found.getLast();
    }

    private static ActivatedRevision active(PolicyLog log) {
        if (log.active().revision() == 0) {
            throw CommandFailure.badInput("no policy was activated yet");
        }
        return log.active();
    }

    /** What is named so and is expected to be active. */
    static Expectation expectation(String option, String text) {
        String name = text.startsWith("@") ? text.substring(1) : text;
        if (NUMBER.matcher(name).matches()) {
            return new Expectation.Revision(Long.parseLong(name));
        }
        if (VERSION.matcher(name).matches()) {
            return new Expectation.Version(name);
        }
        throw CommandFailure.badInput(option
                + ": the number of a revision or 7 to 64 hex digits of a version expected, found \"" + text + "\"");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import io.penstock.worker.signature.rule.FlowTest.Choice;
import io.penstock.worker.signature.rule.FlowTest.State;
import io.penstock.worker.signature.rule.FlowTest.Way;
import io.penstock.worker.signature.rule.RuleText.Part;

/** Reads {@code flow}. One thread. */
final class FlowTestParser {
    private Way direction = Way.EITHER;
    private State state = State.EITHER;
    private Choice stream = Choice.EITHER;
    private Choice fragments = Choice.EITHER;

    static FlowTest test(Part value) throws RuleSyntaxException {
        FlowTestParser parser = new FlowTestParser();
        int start = 0;
        for (int i = 0; i <= value.text().length(); i++) {
            if (i == value.text().length() || value.text().charAt(i) == ',') {
                parser.take(value.part(start, i).trimmed());
                start = i + 1;
            }
        }
        return new FlowTest(parser.direction, parser.state, parser.stream, parser.fragments);
    }

    private void take(Part word) throws RuleSyntaxException {
        switch (word.text()) {
            case "to_server", "from_client" -> direction = once(word, direction, Way.EITHER, Way.TO_SERVER);
            case "to_client", "from_server" -> direction = once(word, direction, Way.EITHER, Way.TO_CLIENT);
            case "established" -> state = once(word, state, State.EITHER, State.ESTABLISHED);
            case "not_established" -> state = once(word, state, State.EITHER, State.NOT_ESTABLISHED);
            case "stateless" -> state = once(word, state, State.EITHER, State.STATELESS);
            case "only_stream" -> stream = once(word, stream, Choice.EITHER, Choice.ONLY);
            case "no_stream" -> stream = once(word, stream, Choice.EITHER, Choice.NOT);
            case "only_frag" -> fragments = once(word, fragments, Choice.EITHER, Choice.ONLY);
            case "no_frag" -> fragments = once(word, fragments, Choice.EITHER, Choice.NOT);
            default -> throw word.wrong("flow does not know " + word.text());
        }
    }

    private static <T> T once(Part word, T before, T none, T now) throws RuleSyntaxException {
        if (!before.equals(none)) {
            throw word.wrong("flow: " + word.text() + " does not go with what stands before it");
        }
        return now;
    }
}

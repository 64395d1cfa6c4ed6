// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.ClassifyOut;
import io.penstock.worker.signature.inspect.RuleSet;
import io.penstock.worker.signature.inspect.SignatureFinding;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.RefusedRule;
import io.penstock.worker.signature.rule.RuleAction;
import io.penstock.worker.signature.rule.RuleFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a provider context tells the inspection with {@code rules}: the rules, and what becomes of an item in which one finds something.
 *
 * @param rules ready to be run
 * @param answer what becomes of such an item
 */
record InspectionContext(RuleSet rules, Answer answer) {
    /** The key of the finding that tells of rules that could not be taken. */
    static final String REFUSED = "refused-rules";

    /** What becomes of an item in which a rule finds something. */
    enum Answer {
        /** It is blocked where one of the rules is drop or reject. */
        BY_RULE,
        /** It is permitted. */
        ALERT,
        /** It is blocked. */
        BLOCK
    }

    /** Whether a context lists rules. */
    static boolean isRules(Map<String, Object> data) {
        return data.containsKey("rules");
    }

    /**
     * Reads {@code {rules: TEXT, action: alert}}; the rules may be a list, and the action may be missing.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static InspectionContext of(Map<String, Object> data) {
        String text = switch (data.get("rules")) {
            case String one -> one;
            case List<?> many ->
                String.join("\n", many.stream().map(String::valueOf).toList());
            case null, default ->
                throw new IllegalArgumentException("the provider context has no text or list of rules");
        };
        RuleFile file = RuleFile.read(text.getBytes(StandardCharsets.UTF_8));
        if (file.rules().isEmpty()) {
            throw new IllegalArgumentException("the provider context has no rule that can be taken"
                    + file.refused().stream()
                            .findFirst()
                            .map(first -> ": " + first.summary())
                            .orElse(""));
        }
        return new InspectionContext(RuleSet.of(file, PatternSearch.Engine.FASTEST), answer(data.get("action")));
    }

    private static Answer answer(Object action) {
        if (action == null) {
            return Answer.BY_RULE;
        }
        return switch (String.valueOf(action)) {
            case "alert" -> Answer.ALERT;
            case "block" -> Answer.BLOCK;
            default -> throw new IllegalArgumentException("action is " + action + ", expected alert or block");
        };
    }

    /** Whether what a rule found blocks the item. */
    boolean blocks(SignatureFinding finding) {
        return switch (answer) {
            case ALERT -> false;
            case BLOCK -> true;
            case BY_RULE ->
                finding.rule().action() == RuleAction.DROP || finding.rule().action() == RuleAction.REJECT;
        };
    }

    /** Tells what a rule found: its sid is the key. */
    static void tell(SignatureFinding finding, ClassifyOut out) {
        String revision =
                finding.rule().rev() == 0 ? "" : " rev " + finding.rule().rev();
        String direction = finding.direction().map(way -> " " + way.word()).orElse("");
        String place = finding.place() == SignatureFinding.Place.STREAM ? "in the stream" : "in the packet";
        out.finding(
                Long.toString(finding.rule().sid()),
                "\"" + finding.rule().message() + "\"" + revision + " " + place + direction + ", " + finding.protocol()
                        + " " + finding.source() + " > " + finding.destination());
    }

    /** Tells of the rules that could not be taken, if there are some. */
    void tellRefused(ClassifyOut out) {
        List<RefusedRule> refused = rules.file().refused();
        if (!refused.isEmpty()) {
            out.finding(
                    REFUSED,
                    refused.size() + " of the provider context's rules are not taken; line "
                            + refused.getFirst().summary());
        }
    }
}

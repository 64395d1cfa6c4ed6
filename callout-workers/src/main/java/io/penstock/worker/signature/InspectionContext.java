// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ContextReader;
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
 * @param remote what becomes of its remote address if it is blocked
 */
record InspectionContext(RuleSet rules, Answer answer, RemoteBlock remote) {
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
     * Reads {@code {rules: TEXT, action: alert, blockRemoteSeconds: 600}}; the rules may be a list, the others may be missing.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    static InspectionContext of(Map<String, Object> data) {
        Read read = ContextReader.read(data, InspectionContext::read);
        return new InspectionContext(RuleSet.of(read.file, PatternSearch.Engine.FASTEST), read.answer, read.remote);
    }

    /** What a context says, before the rules are made ready to be run. */
    record Read(RuleFile file, Answer answer, RemoteBlock remote) {}

    /** The rules and the answer, telling the reader what is wrong. Rules that are refused beside others are no error. */
    static Read read(ContextReader context) {
        context.keys(List.of("rules", "action", RemoteBlock.KEY));
        String text = switch (context.value("rules")) {
            case String one -> one;
            case List<?> many ->
                String.join("\n", many.stream().map(String::valueOf).toList());
            case null, default -> {
                context.wrong("rules", "the provider context has no text or list of rules", "");
                yield "";
            }
        };
        RuleFile file = RuleFile.read(text.getBytes(StandardCharsets.UTF_8));
        if (!text.isEmpty() && file.rules().isEmpty()) {
            String why = file.refused().stream()
                    .findFirst()
                    .map(first -> ": " + first.summary())
                    .orElse("");
            context.wrong("rules", "the provider context has no rule that can be taken" + why, "");
        }
        return new Read(
                file,
                context.choice("action", Map.of("alert", Answer.ALERT, "block", Answer.BLOCK), Answer.BY_RULE),
                RemoteBlock.read(context));
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

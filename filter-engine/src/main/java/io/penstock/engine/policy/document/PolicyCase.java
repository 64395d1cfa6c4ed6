// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.ArbitrationCase;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One policy test case: a policy, an indication at one layer, what stubbed callouts answer, and what is expected of it. */
public final class PolicyCase {
    private final String id;
    private final String title;
    private final Policy policy;
    private final Layer layer;
    private final FieldValues values;
    private final Map<String, ArbitrationCase.Stub> stubs;
    private final Map<String, String> expected;

    PolicyCase(
            String id,
            String title,
            Policy policy,
            Layer layer,
            FieldValues values,
            Map<String, ArbitrationCase.Stub> stubs,
            Map<String, String> expected) {
        this.id = id;
        this.title = title;
        this.policy = policy;
        this.layer = layer;
        this.values = values;
        this.stubs = Map.copyOf(stubs);
        this.expected = expected;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /** Runs the case; each difference as {@code member: expected …, was …}, none if it passed. */
    public List<String> run() {
        ArbitrationCase.Outcome outcome = ArbitrationCase.run(policy, layer, values, stubs);
        List<String> differences = new ArrayList<>();
        expected.forEach((member, wanted) -> {
            String was = spelled(member, outcome);
            if (!was.equals(wanted)) {
                differences.add(member + ": expected " + wanted + ", was " + was);
            }
        });
        return differences;
    }

    private static String spelled(String member, ArbitrationCase.Outcome outcome) {
        return switch (member) {
            case "finalAction" -> outcome.finalAction();
            case "effectiveVerdict" -> outcome.finalAction().equals("BLOCK") ? "BLOCK" : "PERMIT";
            case "decidingFilter" -> outcome.decidingFilter() == null ? "null" : outcome.decidingFilter();
            case "writeRightAfter" -> String.valueOf(outcome.right());
            case "veto" -> String.valueOf(outcome.veto());
            case "absorbed" -> String.valueOf(outcome.absorbed());
            case "evaluatedFilters" -> outcome.evaluated().toString();
            case "invokedCalloutFilters" -> outcome.invoked().toString();
            default -> "";
        };
    }
}

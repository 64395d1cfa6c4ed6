// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.ArbitrationCase;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Map;

/** A case about one classification: values at one layer, in the form of the arbitration vectors (spec 4.7). */
record IndicationCase(
        String id,
        String title,
        Policy policy,
        Layer layer,
        FieldValues values,
        Map<String, ArbitrationCase.Stub> stubs,
        Map<String, String> expected)
        implements PolicyCase {

    /** What a case may expect. */
    static final List<String> EXPECTED = List.of(
            "finalAction",
            "effectiveVerdict",
            "decidingFilter",
            "writeRightAfter",
            "veto",
            "absorbed",
            "evaluatedFilters",
            "invokedCalloutFilters");

    @Override
    public List<String> run() {
        ArbitrationCase.Outcome outcome = ArbitrationCase.run(policy, layer, values, stubs);
        return PolicyCase.differences(expected, member -> spelled(member, outcome));
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
            default -> throw new IllegalStateException("unexpected member " + member);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.Sublayer;
import java.util.List;
import java.util.function.Function;

/** Writes drawn cases as a case file, in the form of {@code arbitration-vectors.json}, with what the naive evaluator expects. */
public final class VectorJson {
    private VectorJson() {}

    public static String write(List<RandomVectors.Vector> vectors) {
        return "{\"format\": \"penstock-arbitration-vectors\", \"version\": 1, \"cases\": ["
                + list(vectors, VectorJson::write) + "]}\n";
    }

    private static String write(RandomVectors.Vector vector) {
        return "\n{\"id\": \"" + vector.id() + "\", \"title\": \"drawn\", \"layer\": \""
                + vector.layer().key() + "\", \"sublayers\": [" + list(vector.sublayers(), VectorJson::sublayer)
                + "], \"filters\": [" + list(vector.filters(), filter -> filter(vector, filter)) + "], \"callouts\": {"
                + list(
                        List.copyOf(vector.stubs().keySet()),
                        key -> "\"" + key + "\": " + stub(vector.stubs().get(key)))
                + "}, \"expected\": " + expected(vector.expected()) + "}";
    }

    private static <T> String list(List<T> items, Function<T, String> text) {
        return String.join(", ", items.stream().map(text).toList());
    }

    private static String sublayer(Sublayer sublayer) {
        return "{\"key\": \"" + sublayer.subLayerKey() + "\", \"weight\": " + sublayer.weight() + "}";
    }

    private static String filter(RandomVectors.Vector vector, Filter filter) {
        String callout = filter.action().callout() == null
                ? ""
                : ", \"callout\": \"" + filter.action().callout() + "\"";
        return "{\"id\": " + filter.filterId() + ", \"sublayer\": \"" + filter.subLayerKey() + "\", \"weight\": "
                + Long.toUnsignedString(filter.effectiveWeight()) + ", \"matches\": "
                + vector.matching().contains(filter.filterId()) + ", \"action\": \""
                + filter.action().key() + "\", \"flags\": ["
                + list(filter.flags().stream().sorted().toList(), flag -> "\"" + flag.key() + "\"") + "]" + callout
                + "}";
    }

    private static String stub(Stub stub) {
        return "{\"registered\": " + stub.registered() + ", \"returns\": " + answer(stub.answer())
                + ", \"returnsWhenRightCleared\": " + answer(stub.whenRightCleared()) + "}";
    }

    private static String answer(Answer answer) {
        String action = answer.action() == null
                ? "UNCHANGED"
                : "FWP_ACTION_" + answer.action().name();
        return "{\"actionType\": \"" + action + "\", \"clearWriteRight\": " + answer.clearsRight() + ", \"absorb\": "
                + answer.absorbs() + "}";
    }

    private static String expected(NaiveEvaluator.Outcome outcome) {
        String verdict = outcome.action().equals("BLOCK") ? "BLOCK" : "PERMIT";
        return "{\"finalAction\": \"" + outcome.action() + "\", \"effectiveVerdict\": \"" + verdict
                + "\", \"decidingFilter\": "
                + (outcome.deciding() == null ? "null" : outcome.deciding().filterKey())
                + ", \"writeRightAfter\": " + outcome.right() + ", \"veto\": " + outcome.veto() + ", \"absorbed\": "
                + outcome.absorbed() + ", \"evaluatedFilters\": [" + list(outcome.evaluated(), Filter::filterKey)
                + "], \"invokedCalloutFilters\": [" + list(outcome.invoked(), Filter::filterKey) + "]}";
    }
}

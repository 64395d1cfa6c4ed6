// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.condition.ConditionOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The steps of a packet's walk as {@code trace[]}; {@code step} says which kind each is. */
final class TraceJson {
    private TraceJson() {}

    static void write(JsonGenerator json, List<Step> steps) throws IOException {
        json.writeArrayFieldStart("trace");
        for (Step step : steps) {
            json.writeStartObject();
            write(json, step);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Step step) throws IOException {
        switch (step) {
            case Step.Visited visited -> {
                json.writeStringField("step", "visit");
                json.writeStringField("layer", visited.layer());
                json.writeNumberField("flags", visited.flags());
            }
            case Step.Entered entered -> {
                json.writeStringField("step", "sublayer");
                json.writeStringField("sublayer", entered.subLayerKey());
                json.writeNumberField("weight", entered.weight());
            }
            case Step.Tried tried -> tried(json, tried);
            case Step.Invoked invoked -> {
                json.writeStringField("step", "callout");
                filter(json, invoked.filterKey(), invoked.filterId());
                json.writeStringField("callout", invoked.calloutKey());
            }
            case Step.Evaluated evaluated -> evaluated(json, evaluated);
            case Step.Combined combined -> combined(json, combined);
            case Step.Ended ended -> {
                json.writeStringField("step", "end");
                json.writeStringField("layer", ended.layer());
                if (ended.action() != null) {
                    json.writeStringField("action", lower(ended.action()));
                    json.writeStringField("filter", ended.filterKey());
                }
                json.writeBooleanField("veto", ended.veto());
                json.writeBooleanField("absorbed", ended.absorbed());
            }
            case Step.Standing standing -> {
                json.writeStringField("step", "standing");
                json.writeStringField("layer", standing.layer());
                json.writeStringField("filter", standing.filterKey());
                json.writeBooleanField("blocked", standing.blocked());
            }
            case Step.Pended pended -> {
                json.writeStringField("step", "pend");
                json.writeStringField("filter", pended.filterKey());
                json.writeStringField("callout", pended.calloutKey());
            }
            case Step.Answered answered -> {
                json.writeStringField("step", "answer");
                json.writeStringField("filter", answered.filterKey());
                json.writeStringField("callout", answered.calloutKey());
                json.writeStringField("answer", lower(answered.answer()));
            }
            case Step.Injected injected -> {
                json.writeStringField("step", "clone");
                json.writeStringField("callout", injected.calloutKey());
            }
            case Step.Unvisited unvisited -> {
                json.writeStringField("step", "unvisited");
                json.writeArrayFieldStart("layers");
                for (String layer : unvisited.layers()) {
                    json.writeString(layer);
                }
                json.writeEndArray();
            }
        }
    }

    private static void tried(JsonGenerator json, Step.Tried tried) throws IOException {
        json.writeStringField("step", "try");
        filter(json, tried.filterKey(), tried.filterId());
        json.writeStringField("weight", Long.toUnsignedString(tried.effectiveWeight()));
        json.writeBooleanField("matched", tried.matched());
        conditions(json, tried.conditions());
    }

    /** Conditions as they came out, each with the filter's value and the packet's. */
    static void conditions(JsonGenerator json, List<ConditionOutcome> outcomes) throws IOException {
        json.writeArrayFieldStart("conditions");
        for (ConditionOutcome outcome : outcomes) {
            json.writeStartObject();
            json.writeStringField("field", outcome.condition().field().key());
            json.writeStringField("match", outcome.condition().matchType().key());
            json.writeStringField("condition", outcome.conditionValue().text());
            json.writeStringField("value", outcome.fieldValue().text());
            json.writeBooleanField("held", outcome.held());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void evaluated(JsonGenerator json, Step.Evaluated evaluated) throws IOException {
        json.writeStringField("step", "filter");
        filter(json, evaluated.filterKey(), evaluated.filterId());
        json.writeStringField("sublayer", evaluated.subLayerKey());
        if (evaluated.consulted() != DecisionTrace.Consulted.NONE) {
            json.writeStringField("calloutWas", lower(evaluated.consulted()));
        }
        json.writeStringField("result", lower(evaluated.result()));
        json.writeBooleanField("hard", evaluated.hard());
        json.writeBooleanField("canVeto", evaluated.canVeto());
        json.writeBooleanField("absorb", evaluated.absorb());
        json.writeBooleanField("right", evaluated.rightBefore());
    }

    private static void combined(JsonGenerator json, Step.Combined combined) throws IOException {
        json.writeStringField("step", "combine");
        json.writeStringField("sublayer", combined.subLayerKey());
        json.writeStringField("filter", combined.filterKey());
        json.writeStringField("actionBefore", lower(combined.before()));
        json.writeBooleanField("rightBefore", combined.rightBefore());
        json.writeStringField("actionAfter", lower(combined.after()));
        json.writeBooleanField("rightAfter", combined.rightAfter());
        json.writeBooleanField("decided", combined.decided());
        json.writeBooleanField("veto", combined.veto());
    }

    private static void filter(JsonGenerator json, String key, long id) throws IOException {
        json.writeStringField("filter", key);
        json.writeNumberField("filterId", id);
    }

    private static String lower(Enum<?> action) {
        return action == null ? "none" : action.name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.DecisionTrace.Step;
import java.io.IOException;
import java.util.Locale;

/** The steps of a packet's walk as {@code trace[]}; {@code step} says which kind each is. */
final class TraceJson {
    private TraceJson() {}

    static void write(JsonGenerator json, DecisionTrace trace) throws IOException {
        json.writeArrayFieldStart("trace");
        for (Step step : trace.steps()) {
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
            case Step.Evaluated evaluated -> {
                json.writeStringField("step", "filter");
                json.writeStringField("filter", evaluated.filterKey());
                json.writeNumberField("filterId", evaluated.filterId());
                json.writeStringField("sublayer", evaluated.subLayerKey());
                json.writeStringField("result", lower(evaluated.result()));
                json.writeBooleanField("hard", evaluated.hard());
                json.writeBooleanField("right", evaluated.rightBefore());
            }
            case Step.Invoked invoked -> {
                json.writeStringField("step", "callout");
                json.writeStringField("filter", invoked.filterKey());
                json.writeNumberField("filterId", invoked.filterId());
                json.writeStringField("callout", invoked.calloutKey());
            }
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
        }
    }

    private static String lower(Enum<?> action) {
        return action == null ? "none" : action.name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.explain.WhyNot;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What became of filters asked about, as {@code whyNot[]}. */
final class WhyNotJson {
    private WhyNotJson() {}

    /** Writes the array. */
    static void write(JsonGenerator json, List<WhyNot> whyNot) throws IOException {
        json.writeArrayFieldStart("whyNot");
        for (WhyNot one : whyNot) {
            json.writeStartObject();
            json.writeStringField("filter", one.filter().filterKey());
            json.writeNumberField("filterId", one.filter().filterId());
            json.writeStringField("layer", one.filter().layer().key());
            json.writeStringField(
                    "outcome", one.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeStringField("why", one.text());
            if (!one.other().isEmpty()) {
                json.writeStringField("by", one.other());
            }
            TraceJson.conditions(json, one.conditions());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

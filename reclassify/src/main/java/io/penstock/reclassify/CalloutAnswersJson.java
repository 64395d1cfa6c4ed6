// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Spells where callouts' answers are from (spec 10.1.2), alike in every report. */
public final class CalloutAnswersJson {
    private CalloutAnswersJson() {}

    /**
     * Writes a member of the object that is open: an array with one object for each callout, counts of pends in it.
     *
     * @param member its name
     * @throws IOException if it cannot be written
     */
    public static void write(JsonGenerator json, String member, List<CalloutAnswers> answers) throws IOException {
        json.writeArrayFieldStart(member);
        for (CalloutAnswers callout : answers) {
            json.writeStartObject();
            json.writeStringField("callout", callout.callout());
            json.writeNumberField("recorded", callout.recorded());
            json.writeNumberField("expired", callout.expired());
            json.writeNumberField("overflowed", callout.overflowed());
            json.writeNumberField("computed", callout.computed());
            json.writeNumberField("unknown", callout.unknown());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.report.RunSummary.CaptureCount;
import io.penstock.cli.report.RunSummary.DiscardCount;
import io.penstock.cli.report.RunSummary.FindingCount;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The summary as one JSON object. Its fields are a contract: people script against them. */
public final class SummaryJson {
    private static final JsonFactory JSON = new JsonFactory();

    private SummaryJson() {}

    /** The object, on one line, without a line break. */
    public static String of(RunSummary summary) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, summary);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, RunSummary summary) throws IOException {
        json.writeStartObject();
        json.writeNumberField("packets", summary.packets());
        json.writeNumberField("bytes", summary.bytes());
        json.writeNumberField("malformed", summary.fates().malformed());
        captures(json, summary);
        json.writeObjectFieldStart("verdicts");
        json.writeNumberField("permit", summary.fates().permit());
        json.writeNumberField("block", summary.fates().block());
        json.writeNumberField("absorb", summary.fates().absorb());
        json.writeEndObject();
        json.writeNumberField("uncertain", summary.fates().uncertain());
        json.writeNumberField("pended", summary.pends().pended());
        json.writeNumberField("completed", summary.pends().completed());
        json.writeNumberField("expired", summary.pends().expired());
        json.writeNumberField("injected", summary.injected());
        discards(json, summary);
        findings(json, summary);
        json.writeNumberField("flows", summary.flows().count());
        json.writeStringField("policyVersion", summary.policy().version());
        json.writeArrayFieldStart("inertCallouts");
        for (String callout : summary.policy().inertCallouts()) {
            json.writeString(callout);
        }
        json.writeEndArray();
        json.writeNumberField("seconds", rounded(summary.seconds(), 3));
        json.writeNumberField("packetsPerSecond", rounded(summary.packetsPerSecond(), 1));
        json.writeEndObject();
    }

    private static void captures(JsonGenerator json, RunSummary summary) throws IOException {
        json.writeArrayFieldStart("captures");
        for (CaptureCount capture : summary.captures()) {
            json.writeStartObject();
            json.writeStringField("file", capture.file());
            json.writeNumberField("packets", capture.packets());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void discards(JsonGenerator json, RunSummary summary) throws IOException {
        json.writeArrayFieldStart("discards");
        for (DiscardCount discard : summary.discards()) {
            json.writeStartObject();
            json.writeStringField("reason", discard.reason());
            json.writeStringField("layer", discard.layer());
            json.writeStringField("filter", discard.filter());
            json.writeStringField("callout", discard.callout());
            json.writeNumberField("count", discard.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void findings(JsonGenerator json, RunSummary summary) throws IOException {
        json.writeArrayFieldStart("findings");
        for (FindingCount finding : summary.findings()) {
            json.writeStartObject();
            json.writeStringField("callout", finding.callout());
            json.writeStringField("key", finding.key());
            json.writeNumberField("count", finding.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}

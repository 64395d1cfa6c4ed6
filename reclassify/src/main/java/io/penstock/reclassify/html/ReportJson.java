// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.penstock.reclassify.CalloutAnswersJson;
import io.penstock.reclassify.ChangeSeries;
import io.penstock.reclassify.ComparedPolicy;
import io.penstock.reclassify.ComparisonCounts;
import io.penstock.reclassify.ReclassificationReport;
import io.penstock.reclassify.ReportSource;
import io.penstock.reclassify.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report as the JSON that the page's scripts read. Not an interface: the page alone reads it. */
final class ReportJson {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .characterEscapes(new ScriptSafeEscapes())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(ReclassificationReport report, OutputStream out) throws IOException {
        // A writer, and no generator of bytes: half a surrogate pair in a name becomes a question mark and no error.
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (JsonGenerator json = FACTORY.createGenerator(writer)) {
            new ReportJson(json).report(report);
        }
        writer.flush();
    }

    private void report(ReclassificationReport report) throws IOException {
        json.writeStartObject();
        policy("old", report.oldPolicy());
        policy("new", report.newPolicy());
        range(report.range());
        sources(report.sources());
        json.writeNumberField("bytes", report.bytes());
        counts(report.counts());
        series(report.series());
        new GroupJson(json).write(report.groups());
        json.writeNumberField("otherPackets", report.otherPackets());
        json.writeEndObject();
    }

    private void policy(String side, ComparedPolicy policy) throws IOException {
        json.writeObjectFieldStart(side);
        json.writeStringField("name", policy.name());
        json.writeStringField("version", policy.version());
        json.writeArrayFieldStart("unknownCallouts");
        for (String callout : policy.unknownCallouts()) {
            json.writeString(callout);
        }
        json.writeEndArray();
        CalloutAnswersJson.write(json, "answers", policy.answers());
        json.writeEndObject();
    }

    private void range(TimeRange range) throws IOException {
        json.writeObjectFieldStart("range");
        if (range.fromNanos() != Long.MIN_VALUE) {
            json.writeStringField("from", TimeText.of(range.fromNanos()));
        }
        if (range.toNanos() != Long.MAX_VALUE) {
            json.writeStringField("to", TimeText.of(range.toNanos()));
        }
        json.writeNumberField("leadInMs", range.leadInNanos() / NANOS_PER_MILLI);
        json.writeEndObject();
    }

    private void sources(List<ReportSource> sources) throws IOException {
        json.writeArrayFieldStart("sources");
        for (ReportSource source : sources) {
            json.writeStartObject();
            json.writeStringField("name", source.name());
            json.writeNumberField("packets", source.packets());
            json.writeNumberField("bytes", source.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void counts(ComparisonCounts counts) throws IOException {
        json.writeObjectFieldStart("counts");
        json.writeNumberField("packets", counts.packets());
        comparisons(counts);
        json.writeEndObject();
    }

    private void comparisons(ComparisonCounts counts) throws IOException {
        json.writeNumberField("changed", counts.changed());
        json.writeNumberField("moved", counts.moved());
        json.writeNumberField("unknown", counts.unknown());
        json.writeNumberField("unchanged", counts.unchanged());
    }

    /** Buckets by their distance from the first, in widths: a browser's numbers hold no nanoseconds since 1970. */
    private void series(ChangeSeries series) throws IOException {
        json.writeObjectFieldStart("series");
        json.writeNumberField("widthNanos", series.widthNanos());
        long start =
                series.buckets().isEmpty() ? 0 : series.buckets().getFirst().startNanos();
        json.writeNumberField("startMs", Math.floorDiv(start, NANOS_PER_MILLI));
        json.writeArrayFieldStart("buckets");
        for (ChangeSeries.Bucket bucket : series.buckets()) {
            json.writeStartObject();
            json.writeNumberField("at", (bucket.startNanos() - start) / series.widthNanos());
            comparisons(bucket.counts());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.reclassify.CalloutAnswersJson;
import io.penstock.reclassify.ChangeGroup;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.FirstPacket;
import io.penstock.reclassify.PacketName;
import io.penstock.reclassify.ReclassificationReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** A re-classification as one JSON object. The names of its members are a contract. */
public final class ChangeJson {
    private static final int NANO_DIGITS = 9;

    private ChangeJson() {}

    /** The object, on one line. */
    public static String of(ReclassificationReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("packets", report.counts().packets());
            json.writeNumberField("unchanged", report.counts().unchanged());
            json.writeNumberField("moved", report.counts().moved());
            json.writeNumberField("changed", report.counts().changed());
            json.writeNumberField("unknown", report.counts().unknown());
            List<ChangeGroup> known = Stream.concat(
                            report.groups(Comparison.CHANGED).stream(), report.groups(Comparison.MOVED).stream())
                    .toList();
            groups(json, "groups", known);
            groups(json, "unknownGroups", report.groups(Comparison.UNKNOWN));
            json.writeNumberField("otherPackets", report.otherPackets());
            json.writeObjectFieldStart("policies");
            json.writeStringField(
                    "old",
                    version(report.oldPolicy().version(), report.oldPolicy().name()));
            json.writeStringField("new", report.newPolicy().version());
            json.writeEndObject();
            json.writeObjectFieldStart("callouts");
            CalloutAnswersJson.write(json, "old", report.oldPolicy().answers());
            CalloutAnswersJson.write(json, "new", report.newPolicy().answers());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static String version(String version, String name) {
        return version.isEmpty() ? name : version;
    }

    private static void groups(JsonGenerator json, String field, List<ChangeGroup> groups) throws IOException {
        json.writeArrayFieldStart(field);
        for (ChangeGroup group : groups) {
            json.writeStartObject();
            json.writeStringField("comparison", group.comparison().key());
            json.writeStringField("from", group.from().action());
            json.writeStringField("to", group.to().action());
            orNull(json, "fromFilter", group.from().filter());
            orNull(json, "toFilter", group.to().filter());
            orNull(json, "fromLayer", group.from().layer());
            orNull(json, "toLayer", group.to().layer());
            json.writeNumberField("packets", group.packets());
            json.writeNumberField("bytes", group.bytes());
            first(json, group.first());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void first(JsonGenerator json, FirstPacket first) throws IOException {
        json.writeObjectFieldStart("firstPacket");
        switch (first.name()) {
            case PacketName.OfFile(String file, long number) -> {
                json.writeStringField("file", file);
                json.writeNumberField("number", number);
            }
            case PacketName.OfAgent(String agent, long incarnation, long sequence) -> {
                json.writeStringField("agent", agent);
                json.writeNumberField("incarnation", incarnation);
                json.writeNumberField("sequence", new BigInteger(Long.toUnsignedString(sequence)));
            }
        }
        json.writeNumberField("time", BigDecimal.valueOf(first.timeNanos(), NANO_DIGITS));
        json.writeStringField("packet", first.text());
        json.writeEndObject();
    }

    private static void orNull(JsonGenerator json, String field, String value) throws IOException {
        json.writeStringField(field, value.isEmpty() ? null : value);
    }
}

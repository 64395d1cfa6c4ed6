// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.reclassify.Breakdown;
import io.penstock.reclassify.ChangeGroup;
import io.penstock.reclassify.Decision;
import io.penstock.reclassify.FirstPacket;
import io.penstock.reclassify.Share;
import io.penstock.reclassify.TraceLine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups as {@code groups[]}. Traces of different groups have most of their lines in common: each line's text stands once, in {@code lines[]}. */
final class GroupJson {
    private final JsonGenerator json;
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    GroupJson(JsonGenerator json) {
        this.json = json;
    }

    void write(List<ChangeGroup> groups) throws IOException {
        json.writeArrayFieldStart("groups");
        for (ChangeGroup group : groups) {
            group(group);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("lines");
        for (String line : lines.keySet()) {
            json.writeString(line);
        }
        json.writeEndArray();
    }

    private void group(ChangeGroup group) throws IOException {
        json.writeStartObject();
        json.writeStringField("comparison", group.comparison().key());
        decision("from", group.from());
        decision("to", group.to());
        json.writeNumberField("packets", group.packets());
        json.writeNumberField("bytes", group.bytes());
        breakdown("flows", group.flows());
        breakdown("hosts", group.hosts());
        breakdown("applications", group.applications());
        first(group.first());
        json.writeEndObject();
    }

    private void decision(String side, Decision decision) throws IOException {
        json.writeObjectFieldStart(side);
        json.writeStringField("action", decision.action());
        json.writeStringField("layer", decision.layer());
        json.writeStringField("filter", decision.filter());
        json.writeStringField("name", decision.filterName());
        json.writeEndObject();
    }

    private void breakdown(String by, Breakdown breakdown) throws IOException {
        json.writeObjectFieldStart(by);
        json.writeArrayFieldStart("shares");
        for (Share share : breakdown.shares()) {
            share(share.name(), share.packets(), share.bytes());
        }
        json.writeEndArray();
        json.writeNumberField("otherPackets", breakdown.otherPackets());
        json.writeNumberField("otherBytes", breakdown.otherBytes());
        json.writeEndObject();
    }

    private void share(String name, long packets, long bytes) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeNumberField("packets", packets);
        json.writeNumberField("bytes", bytes);
        json.writeEndObject();
    }

    private void first(FirstPacket first) throws IOException {
        json.writeObjectFieldStart("first");
        json.writeStringField("name", first.name().text());
        json.writeStringField("time", TimeText.of(first.timeNanos()));
        json.writeStringField("text", first.text());
        trace("oldTrace", first.oldTrace());
        trace("newTrace", first.newTrace());
        json.writeEndObject();
    }

    /** Pairs of numbers: a depth, and which of the lines. */
    private void trace(String side, List<TraceLine> trace) throws IOException {
        json.writeArrayFieldStart(side);
        for (TraceLine line : trace) {
            json.writeNumber(line.depth());
            json.writeNumber(lines.computeIfAbsent(line.text(), text -> lines.size()));
        }
        json.writeEndArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.ingest.events.EventReader;
import io.penstock.ingest.events.EventReport;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What an import made of a file of events. */
record ImportedFile(EventReport report, EventImport counts, List<SpecificRecord> records) {
    static ImportedFile resource(String name) throws Exception {
        try (InputStream in = EventReader.class.getResourceAsStream(name)) {
            return of(in.readAllBytes(), "");
        }
    }

    static ImportedFile of(String text) throws Exception {
        return of(text.getBytes(StandardCharsets.UTF_8), "");
    }

    static ImportedFile of(byte[] bytes, String host) throws Exception {
        List<SpecificRecord> records = new ArrayList<>();
        EventImport events = new EventImport("file.xml", (topic, whose, record) -> records.add(record));
        EventReport report = EventReader.read("events", new ByteArrayInputStream(bytes), host, events);
        events.finish();
        return new ImportedFile(report, events, records);
    }

    /** The text of a resource beside the reader's tests. */
    static String text(String name) throws IOException {
        try (InputStream in = EventReader.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One line of JSON, as a shipper writes an event of the security log; its fields as {@code name=value}. */
    static String logged(int id, long recordId, String... fields) {
        StringBuilder line = new StringBuilder("{\"event_id\": " + id + ", \"record_number\": " + recordId
                + ", \"computer_name\": \"WS7\", \"@timestamp\": \"2026-03-04T05:06:07Z\", \"event_data\": {");
        for (int i = 0; i < fields.length; i++) {
            String[] field = fields[i].split("=", 2);
            line.append(i == 0 ? "" : ", ").append('"').append(field[0]).append("\": \"");
            line.append(field[1]).append('"');
        }
        return line.append("}}\n").toString();
    }

    List<DiscardBatch> discardBatches() {
        return of(DiscardBatch.class);
    }

    List<FlowBatch> flowBatches() {
        return of(FlowBatch.class);
    }

    private <T> List<T> of(Class<T> type) {
        return records.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A line for each discard: packets, direction, layer, reason, detail, filter id, origin. */
    List<String> discards() {
        List<String> lines = new ArrayList<>();
        for (DiscardBatch batch : discardBatches()) {
            for (Discard one : batch.getDiscards()) {
                DiscardCause cause = batch.getCauses().get(one.getCause());
                lines.add(one.getPackets() + " " + one.getDirection() + " " + cause.getLayer() + " "
                        + cause.getReason() + " " + cause.getDetail() + " " + cause.getFilterId() + " "
                        + cause.getFilterOrigin());
            }
        }
        return lines;
    }

    /** A line for each flow: whether blocked, direction, layer, filter id, ends. */
    List<String> flows() {
        List<String> lines = new ArrayList<>();
        for (FlowBatch batch : flowBatches()) {
            for (FlowRecord one : batch.getFlows()) {
                lines.add((one.getBlocked() ? "blocked " : "permitted ") + one.getDirection() + " "
                        + one.getAuthLayer() + " " + one.getFilterId() + " " + one.getLocal() + ":"
                        + one.getLocalPort() + " " + one.getRemote() + ":" + one.getRemotePort());
            }
        }
        return lines;
    }
}

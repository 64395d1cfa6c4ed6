// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.DiscardTotal;
import io.penstock.stream.counts.DiscardTotals;
import io.penstock.stream.counts.StoredDiscards;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How an instance of the topology tells its discard counts: one JSON object, on one line. */
final class StoredDiscardsJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StoredDiscardsJson() {}

    static String write(StoredDiscards stored) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("firstNanos", stored.totals().firstNanos());
            json.writeNumberField("endNanos", stored.totals().endNanos());
            json.writeObjectFieldStart("keptFrom");
            for (Map.Entry<Integer, Map<String, Long>> partition :
                    stored.keptFrom().entrySet()) {
                json.writeObjectFieldStart(Integer.toString(partition.getKey()));
                for (Map.Entry<String, Long> host : partition.getValue().entrySet()) {
                    json.writeNumberField(host.getKey(), host.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("rows");
            for (DiscardTotal row : stored.totals().lines()) {
                writeRow(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void writeRow(JsonGenerator json, DiscardTotal row) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("values");
        for (String value : row.values()) {
            json.writeString(value);
        }
        json.writeEndArray();
        json.writeNumberField("packets", row.packets());
        json.writeNumberField("bytes", row.bytes());
        json.writeEndObject();
    }

    /**
     * Reads an answer to a question by these fields.
     *
     * @throws IOException if it is none
     */
    static StoredDiscards read(String text, List<DiscardField> by) throws IOException {
        try {
            return read(MAPPER.readTree(text), by);
        } catch (JacksonException | NumberFormatException foreign) {
            throw new IOException("no discard counts: " + foreign.getMessage(), foreign);
        }
    }

    private static StoredDiscards read(JsonNode answer, List<DiscardField> by) throws IOException {
        if (!answer.path("keptFrom").isObject() || !answer.path("rows").isArray()) {
            throw new IOException("no discard counts");
        }
        Map<Integer, Map<String, Long>> keptFrom = new HashMap<>();
        answer.path("keptFrom").forEachEntry((partition, hosts) -> {
            Map<String, Long> from = new HashMap<>();
            hosts.forEachEntry((host, nanos) -> from.put(host, nanos.longValue()));
            keptFrom.put(Integer.valueOf(partition), from);
        });
        DiscardTotals totals = new DiscardTotals(by);
        totals.covers(
                answer.path("firstNanos").longValue(), answer.path("endNanos").longValue());
        for (JsonNode row : answer.path("rows")) {
            List<String> values = new ArrayList<>();
            row.path("values").forEach(value -> values.add(value.textValue()));
            if (values.size() != by.size()) {
                throw new IOException("no discard counts by these fields");
            }
            totals.add(new DiscardTotal(
                    values, row.path("packets").longValue(), row.path("bytes").longValue()));
        }
        return new StoredDiscards(totals, keptFrom);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;

/** Verdicts as JSON, a line per packet. The names and the order of their fields are a contract. One thread. */
final class VerdictLines {
    private static final String[] DIRECTIONS = {"outbound", "inbound", "forward"};
    private static final int NANO_DIGITS = 9;

    private final JsonGenerator json;
    private final boolean withFile;
    private boolean any;

    /**
     * @param out not closed here
     * @param withFile whether several captures need telling apart
     */
    VerdictLines(OutputStream out, boolean withFile) throws IOException {
        this.json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        this.withFile = withFile;
    }

    /**
     * Writes one line.
     *
     * @param number the packet's in its capture, from 1
     * @param trace the steps of its walk, or null
     */
    void write(String file, long number, byte[] rows, int row, Verdict verdict, DecisionTrace trace)
            throws IOException {
        any = true;
        json.writeStartObject();
        if (withFile) {
            json.writeStringField("file", file);
        }
        json.writeNumberField("n", number);
        json.writeNumberField("time", BigDecimal.valueOf(PacketRow.captureTimeNanos(rows, row), NANO_DIGITS));
        json.writeStringField("direction", DIRECTIONS[PacketRow.direction(rows, row)]);
        json.writeStringField("action", verdict.fate().key());
        decided(verdict);
        if (verdict.uncertain()) {
            json.writeBooleanField("uncertain", true);
        }
        if (trace != null) {
            TraceJson.write(json, trace);
        }
        json.writeEndObject();
    }

    private void decided(Verdict verdict) throws IOException {
        writeIfAny("layer", verdict.layer() == null ? null : verdict.layer().key());
        writeIfAny("sublayer", verdict.subLayerKey());
        writeIfAny("filter", verdict.filterKey());
        writeIfAny("callout", verdict.calloutKey());
        writeIfAny("reason", verdict.reason());
        boolean byPolicy = verdict.layer() != null || verdict.fate() == Fate.BLOCK || verdict.fate() == Fate.ABSORB;
        if (byPolicy) {
            json.writeBooleanField("terminating", verdict.terminating());
            json.writeStringField("policyVersion", verdict.policyVersion());
        }
    }

    private void writeIfAny(String field, String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    /** Ends the last line and hands everything over. */
    void finish() throws IOException {
        if (any) {
            json.writeRaw('\n');
        }
        json.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.penstock.worker.signature.inspect.SignatureFinding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/** Findings as JSON, a line each. The names and the order of their fields are a contract. One thread. */
public final class FindingLines {
    private final JsonGenerator json;
    private boolean any;

    /** @param out not closed here */
    public FindingLines(OutputStream out) throws IOException {
        json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** Writes one line. */
    public void write(SignatureFinding finding) throws IOException {
        any = true;
        json.writeStartObject();
        json.writeNumberField("sid", finding.rule().sid());
        json.writeNumberField("rev", finding.rule().rev());
        json.writeStringField("msg", finding.rule().message());
        json.writeFieldName("packet");
        if (finding.packet().isPresent()) {
            json.writeNumber(finding.packet().getAsLong());
        } else {
            json.writeNull();
        }
        json.writeStringField(
                "direction",
                finding.direction().map(SignatureFinding.Direction::word).orElse(null));
        json.writeStringField("proto", finding.protocol());
        json.writeStringField("src", finding.source());
        writePort("sport", finding.sourcePort());
        json.writeStringField("dst", finding.destination());
        writePort("dport", finding.destinationPort());
        json.writeEndObject();
    }

    private void writePort(String field, OptionalInt port) throws IOException {
        json.writeFieldName(field);
        if (port.isPresent()) {
            json.writeNumber(port.getAsInt());
        } else {
            json.writeNull();
        }
    }

    /** Ends the last line and hands everything over. */
    public void finish() throws IOException {
        if (any) {
            json.writeRaw('\n');
        }
        json.close();
    }
}

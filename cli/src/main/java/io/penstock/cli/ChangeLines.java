// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.reclassify.ChangeSink;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.PacketName;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Packets that are moved or changed as JSON, a line each, with both verdicts. One thread. */
final class ChangeLines implements ChangeSink {
    private static final int NANO_DIGITS = 9;

    private final JsonGenerator json;

    ChangeLines(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out).setRootValueSeparator(null);
    }

    @Override
    public void change(Comparison comparison, PacketFeed packet, Verdict from, Verdict to) throws IOException {
        json.writeStartObject();
        name(packet.name());
        json.writeNumberField(
                "time", BigDecimal.valueOf(PacketRow.captureTimeNanos(packet.rows(), packet.row()), NANO_DIGITS));
        json.writeStringField("direction", VerdictJson.direction(packet.rows(), packet.row()));
        json.writeStringField("comparison", comparison.key());
        verdict("old", from);
        verdict("new", to);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void name(PacketName name) throws IOException {
        switch (name) {
            case PacketName.OfFile(String file, long number) -> {
                json.writeStringField("file", file);
                json.writeNumberField("n", number);
            }
            case PacketName.OfAgent(String agent, long incarnation, long sequence) -> {
                json.writeStringField("agent", agent);
                json.writeNumberField("incarnation", incarnation);
                json.writeNumberField("sequence", new BigInteger(Long.toUnsignedString(sequence)));
            }
        }
    }

    private void verdict(String side, Verdict verdict) throws IOException {
        json.writeObjectFieldStart(side);
        VerdictJson.members(json, verdict);
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Verdict;
import java.io.IOException;
import java.io.OutputStream;

/** Verdicts as JSON, a line per packet. One thread. */
final class VerdictLines {
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
        VerdictJson.members(json, number, rows, row, verdict, trace == null ? null : trace.steps());
        json.writeEndObject();
    }

    /** Ends the last line and hands everything over. */
    void finish() throws IOException {
        if (any) {
            json.writeRaw('\n');
        }
        json.close();
    }
}

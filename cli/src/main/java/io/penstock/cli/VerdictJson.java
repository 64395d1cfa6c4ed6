// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** The members of a verdict. Their names and their order are a contract. */
final class VerdictJson {
    private static final String[] DIRECTIONS = {"outbound", "inbound", "forward"};
    private static final int NANO_DIGITS = 9;

    private VerdictJson() {}

    /**
     * Writes them into the object that is open.
     *
     * @param number the packet's in its capture, from 1
     * @param steps of its walk, or null
     */
    static void members(JsonGenerator json, long number, byte[] rows, int row, Verdict verdict, List<Step> steps)
            throws IOException {
        json.writeNumberField("n", number);
        json.writeNumberField("time", BigDecimal.valueOf(PacketRow.captureTimeNanos(rows, row), NANO_DIGITS));
        json.writeStringField("direction", direction(rows, row));
        members(json, verdict);
        if (steps != null) {
            TraceJson.write(json, steps);
        }
    }

    /** Writes those that do not name the packet into the object that is open. */
    static void members(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeStringField("action", verdict.fate().key());
        decided(json, verdict);
        if (verdict.uncertain()) {
            json.writeBooleanField("uncertain", true);
        }
    }

    /** How a packet's direction is spelled. */
    static String direction(byte[] rows, int row) {
        return DIRECTIONS[PacketRow.direction(rows, row)];
    }

    private static void decided(JsonGenerator json, Verdict verdict) throws IOException {
        writeIfAny(
                json, "layer", verdict.layer() == null ? null : verdict.layer().key());
        writeIfAny(json, "sublayer", verdict.subLayerKey());
        writeIfAny(json, "filter", verdict.filterKey());
        writeIfAny(json, "callout", verdict.calloutKey());
        writeIfAny(json, "reason", verdict.reason());
        boolean byPolicy = verdict.layer() != null || verdict.fate() == Fate.BLOCK || verdict.fate() == Fate.ABSORB;
        if (byPolicy) {
            json.writeBooleanField("terminating", verdict.terminating());
            json.writeStringField("policyVersion", verdict.policyVersion());
        }
    }

    private static void writeIfAny(JsonGenerator json, String field, String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }
}

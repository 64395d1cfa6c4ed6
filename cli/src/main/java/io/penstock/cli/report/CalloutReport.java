// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spells the state of callouts, as a table for people and as JSON for programs. */
public final class CalloutReport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double MICROS_IN_A_MILLI = 1_000;

    private CalloutReport() {}

    /** The table, and below it a line for whatever an operator should look at. */
    public static List<String> lines(List<CalloutState> callouts, boolean coloured) {
        Styling styling = coloured ? Styling.COLOURED : Styling.PLAIN;
        if (callouts.isEmpty()) {
            return List.of("no callout is registered, and the active policy names none");
        }
        Columns columns = new Columns("ttnnnnnnnnn")
                .row(
                        "callout",
                        "run time",
                        "filters",
                        "workers",
                        "pended",
                        "completed",
                        "failed",
                        "expired",
                        "p50 ms",
                        "p99 ms",
                        "p99.9 ms");
        callouts.forEach(callout -> columns.row(cells(callout)));
        List<String> lines = new ArrayList<>(columns.lines());
        lines.set(0, styling.bold(lines.getFirst()));
        for (CalloutState callout : callouts) {
            advice(callout).forEach(line -> lines.add(styling.yellow(line)));
        }
        return lines;
    }

    private static String[] cells(CalloutState callout) {
        boolean inline =
                callout.runTime() == CalloutState.RunTime.INLINE || callout.runTime() == CalloutState.RunTime.BUILT_IN;
        CalloutState.Latency latency = callout.latency();
        return new String[] {
            callout.key(),
            text(callout.runTime()),
            number(callout.filters()),
            inline ? "-" : number(callout.workers().size()),
            inline ? "-" : number(callout.pendedNow()),
            inline ? "-" : number(callout.completed()),
            inline ? "-" : number(callout.failed()),
            inline ? "-" : number(callout.expired()),
            latency == null ? "-" : millis(latency.p50()),
            latency == null ? "-" : millis(latency.p99()),
            latency == null ? "-" : millis(latency.p999())
        };
    }

    private static List<String> advice(CalloutState callout) {
        List<String> lines = new ArrayList<>();
        boolean outOfBand = callout.runTime() == CalloutState.RunTime.OUT_OF_BAND;
        if (outOfBand && callout.workers().isEmpty()) {
            lines.add(callout.key() + ": registered, but no worker is alive: what is pended for it expires");
        }
        boolean missing = callout.runTime() == CalloutState.RunTime.NONE
                || callout.runTime() == CalloutState.RunTime.UNREGISTERED;
        if (missing && callout.filters() > 0) {
            lines.add(callout.key() + ": " + number(callout.filters())
                    + " filters name it, but it is not registered: they block, unless they permit if unregistered");
        }
        if (!callout.inPolicy() && callout.filters() > 0) {
            lines.add(callout.key() + ": filters name it, but the policy has no callout object of that key");
        }
        return lines;
    }

    /** The array of one object a callout, on one line, without a line break. */
    public static String json(List<CalloutState> callouts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (CalloutState callout : callouts) {
                write(json, callout);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CalloutState callout) throws IOException {
        json.writeStartObject();
        json.writeStringField("callout", callout.key());
        json.writeBooleanField("inPolicy", callout.inPolicy());
        json.writeNumberField("filters", callout.filters());
        json.writeStringField("runTime", callout.runTime().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("workers");
        for (String worker : callout.workers()) {
            json.writeString(worker);
        }
        json.writeEndArray();
        json.writeNumberField("pendedNow", callout.pendedNow());
        json.writeNumberField("pended", callout.pended());
        json.writeNumberField("completed", callout.completed());
        json.writeNumberField("failed", callout.failed());
        json.writeNumberField("expired", callout.expired());
        CalloutState.Latency latency = callout.latency();
        if (latency == null) {
            json.writeNullField("latencyMicros");
        } else {
            json.writeObjectFieldStart("latencyMicros");
            json.writeNumberField("p50", latency.p50());
            json.writeNumberField("p99", latency.p99());
            json.writeNumberField("p99.9", latency.p999());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String text(CalloutState.RunTime runTime) {
        return switch (runTime) {
            case INLINE -> "inline";
            case OUT_OF_BAND -> "out of band";
            case BUILT_IN -> "built in";
            case UNREGISTERED -> "unregistered";
            case NONE -> "none";
        };
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / MICROS_IN_A_MILLI);
    }
}

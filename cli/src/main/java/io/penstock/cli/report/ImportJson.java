// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.policy.document.Carriage;
import io.penstock.engine.policy.document.ImportNote;
import io.penstock.engine.policy.document.ImportReport;
import io.penstock.engine.policy.document.ImportReport.CalloutCount;
import io.penstock.engine.policy.document.ImportReport.LayerCount;
import io.penstock.engine.policy.document.PolicyImport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The report on an import as one JSON object. Its fields are a contract: people script against them. */
public final class ImportJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ImportJson() {}

    /** The object, on one line, without a line break. */
    public static String of(PolicyImport imported) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, imported);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, PolicyImport imported) throws IOException {
        ImportReport report = imported.report();
        json.writeStartObject();
        json.writeStringField("file", report.source());
        json.writeStringField("policyVersion", imported.policy().version());
        json.writeNumberField("providers", report.providers());
        json.writeNumberField("sublayers", report.sublayers());
        json.writeNumberField("callouts", report.callouts());
        json.writeNumberField("providerContexts", report.providerContexts());
        json.writeNumberField("filters", report.filters());
        json.writeNumberField("leftOut", report.leftOut());
        json.writeNumberField("conditions", report.conditions());
        json.writeObjectFieldStart("carried");
        for (Carriage carriage : List.of(Carriage.EXACT, Carriage.APPROXIMATED, Carriage.INERT)) {
            json.writeNumberField(
                    carriage.name().toLowerCase(Locale.ROOT), report.carried().get(carriage));
        }
        json.writeEndObject();
        layers(json, report);
        callouts(json, "inertCallouts", report.inertCallouts());
        callouts(json, "unregisteredCallouts", report.unregistered());
        notes(json, report);
        json.writeEndObject();
    }

    private static void layers(JsonGenerator json, ImportReport report) throws IOException {
        json.writeArrayFieldStart("layers");
        for (LayerCount layer : report.layers()) {
            json.writeStartObject();
            json.writeStringField("layer", layer.layer().key());
            json.writeNumberField("filters", layer.filters());
            json.writeNumberField("exact", layer.exact());
            json.writeNumberField("approximated", layer.approximated());
            json.writeNumberField("neverMatch", layer.never());
            json.writeNumberField("inertCallout", layer.inert());
            json.writeNumberField("noPart", layer.noPart());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void callouts(JsonGenerator json, String field, List<CalloutCount> callouts) throws IOException {
        json.writeArrayFieldStart(field);
        for (CalloutCount callout : callouts) {
            json.writeStartObject();
            json.writeStringField("callout", callout.calloutKey());
            json.writeStringField("name", callout.name());
            json.writeBooleanField("builtIn", callout.builtIn());
            json.writeNumberField("filters", callout.filters());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void notes(JsonGenerator json, ImportReport report) throws IOException {
        json.writeArrayFieldStart("notes");
        for (ImportNote note : report.notes()) {
            json.writeStartObject();
            json.writeStringField("object", note.object());
            json.writeStringField("field", note.field());
            json.writeStringField("what", note.what());
            json.writeStringField(
                    "carried", note.carriage().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

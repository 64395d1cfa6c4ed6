// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.policy.document.export.ExportElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes an event of the log out of its {@code Event} element, as {@code wevtutil qe /f:xml} and the event viewer write it (spec 8.4). */
final class LoggedXml {
    private LoggedXml() {}

    static LoggedRecord read(ExportElement event) {
        ExportElement system = event.child("System").orElseThrow();
        String time = system.child("TimeCreated")
                .map(created -> created.attributes().getOrDefault("SystemTime", created.text()))
                .orElse("");
        Map<String, String> fields = new LinkedHashMap<>();
        List<ExportElement> data =
                event.child("EventData").map(ExportElement::children).orElse(List.of());
        for (ExportElement one : data) {
            fields.putIfAbsent(one.attributes().getOrDefault("Name", one.name()), one.text());
        }
        return new LoggedRecord(
                system.text("EventID"),
                system.text("EventRecordID"),
                time,
                system.text("Computer"),
                fields,
                event.line());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.AuditEventType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes an event of the log out of a JSON object, by the members that the common shippers give it ({@code docs/netevents.md} lists them): Winlogbeat,
 * NXLog, {@code ConvertTo-Json} of PowerShell, and the XML turned into JSON. A member within others is named by its way, with dots.
 */
final class LoggedJson {
    private static final String[] EVENT_ID = {
        "winlog.event_id", "event_id", "Event.System.EventID", "EventID", "EventId", "Id", "event.code"
    };
    private static final String[] RECORD_ID = {
        "winlog.record_id",
        "record_id",
        "record_number",
        "Event.System.EventRecordID",
        "EventRecordID",
        "RecordNumber",
        "RecordId"
    };
    private static final String[] TIME = {
        "winlog.time_created",
        "Event.System.TimeCreated.#attributes.SystemTime",
        "Event.System.TimeCreated.@SystemTime",
        "Event.System.TimeCreated.SystemTime",
        "TimeCreated.SystemTime",
        "TimeCreated.value",
        "TimeCreated.DateTime",
        "TimeCreated",
        "EventTime",
        "@timestamp"
    };
    private static final String[] COMPUTER = {
        "winlog.computer_name",
        "computer_name",
        "Event.System.Computer",
        "Computer",
        "MachineName",
        "Hostname",
        "host.name",
        "host"
    };
    private static final String[] FIELDS = {"winlog.event_data", "event_data", "Event.EventData", "EventData"};
    private static final String[] VALUE = {"#text", "value", "Value"};
    private static final String[] NAME = {"Name", "@Name", "#attributes.Name", "name"};

    private LoggedJson() {}

    static LoggedRecord read(Map<String, Object> object, int line) {
        String eventId = first(object, EVENT_ID);
        return new LoggedRecord(
                eventId,
                first(object, RECORD_ID),
                first(object, TIME),
                first(object, COMPUTER),
                fields(object, eventId),
                line);
    }

    /** The text at the first of these ways that leads to one. */
    private static String first(Map<String, Object> object, String... ways) {
        for (String way : ways) {
            String text = text(at(object, way));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Map<?, ?> map -> {
                for (String name : VALUE) {
                    if (map.get(name) instanceof String text) {
                        yield text;
                    }
                }
                yield "";
            }
            case null, default -> "";
        };
    }

    /** What is at the end of a way; a member whose own name has the dots goes first. */
    private static Object at(Object from, String way) {
        if (!(from instanceof Map<?, ?> map)) {
            return null;
        }
        Object whole = map.get(way);
        int dot = way.indexOf('.');
        return whole != null || dot < 0 ? whole : at(map.get(way.substring(0, dot)), way.substring(dot + 1));
    }

    private static Map<String, String> fields(Map<String, Object> object, String eventId) {
        for (String way : FIELDS) {
            Object data = at(object, way);
            Object list = data instanceof Map<?, ?> map && map.get("Data") != null ? map.get("Data") : data;
            if (list instanceof List<?> items) {
                return named(items);
            }
            if (data instanceof Map<?, ?> map) {
                return texts(map);
            }
        }
        return object.get("Properties") instanceof List<?> values ? positional(values, eventId) : texts(object);
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value instanceof String || value instanceof Map) {
                texts.put(name.toString(), text(value));
            }
        });
        return texts;
    }

    /** Data elements with their names beside them. */
    private static Map<String, String> named(List<?> items) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Object item : items) {
            for (String way : NAME) {
                String name = text(at(item, way));
                if (!name.isEmpty()) {
                    fields.putIfAbsent(name, text(item));
                    break;
                }
            }
        }
        return fields;
    }

    /** PowerShell's Properties have no names: their order is known for events as they were before fields were added, and only then are they taken. */
    private static Map<String, String> positional(List<?> values, String eventId) {
        List<String> names = EventText.integer(eventId, 16).stream()
                .boxed()
                .flatMap(id -> AuditEventType.of(id).stream())
                .findFirst()
                .map(AuditEventType::requiredFields)
                .orElse(List.of());
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.size() && names.size() == values.size(); i++) {
            fields.put(names.get(i), text(values.get(i)));
        }
        return fields;
    }
}

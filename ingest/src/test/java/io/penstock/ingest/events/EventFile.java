// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.RecordedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a reader made of a file of events. */
record EventFile(EventReport report, List<RecordedEvent> events) {
    static byte[] resource(String name) throws IOException {
        try (InputStream in = EventFile.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    static String text(String name) throws IOException {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    static EventFile named(String name) throws Exception {
        return of(resource(name));
    }

    static EventFile of(String text) throws Exception {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static EventFile of(byte[] bytes) throws Exception {
        List<RecordedEvent> events = new ArrayList<>();
        EventReport report = EventReader.read("events", new ByteArrayInputStream(bytes), "", events::add);
        return new EventFile(report, events);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.AuditEventType;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.policy.document.export.ExportElement;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.engine.policy.document.export.ExportObject;
import io.penstock.engine.policy.document.export.ExportReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the events of a file one after the other: {@code netsh wfp show netevents} or a capture's {@code wfpdiag.xml}, events of the security log as XML
 * with or without a root, or as JSON objects. Of a file of any size one event is kept at a time. One thread.
 */
public final class EventReader {
    private static final int LOOK_BYTES = 4096;
    private static final String STRANGE = "item that is no event";

    private final String host;
    private final Listener events;
    private final EventTally tally = new EventTally();
    private final SecurityEvents security = new SecurityEvents();
    private long number;

    /** Is told the events, in the order of the file. */
    @FunctionalInterface
    public interface Listener {
        /**
         * One event.
         *
         * @throws IOException to end the reading
         */
        void event(RecordedEvent event) throws IOException;
    }

    private EventReader(String host, Listener events) {
        this.host = host;
        this.events = events;
    }

    /**
     * Reads a file to its end.
     *
     * @param source what errors call it, usually the file's name
     * @param in not closed
     * @param host whose events they are; empty: as each event says
     * @return what became of everything in it
     * @throws ExportException if it is neither XML nor JSON, or holds no events, with the place; the events before that place were told
     * @throws IOException if the bytes cannot be read, or the listener threw it
     */
    public static EventReport read(String source, InputStream in, String host, Listener events)
            throws ExportException, IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, LOOK_BYTES);
        EventReader reader = new EventReader(host, events);
        EventReport.Format format = switch (start(bytes)) {
            case '<' -> EventReport.Format.XML;
            case '{', '[' -> EventReport.Format.JSON;
            case 0 -> throw new ExportException(source, 1, 1, "nothing in it — expected net events");
            default ->
                throw new ExportException(
                        source,
                        1,
                        1,
                        "neither XML nor JSON — expected what netsh wfp show netevents wrote, or events of the"
                                + " security log");
        };
        try {
            switch (format) {
                case XML -> reader.xml(source, bytes);
                case JSON -> JsonObjects.read(source, bytes, reader::json);
            }
        } catch (Stopped stopped) {
            throw stopped.why;
        }
        EventReport report = reader.tally.report(source, format);
        if (report.all().all() > 0 && report.types().keySet().stream().noneMatch(EventReader::isEvent)) {
            throw new ExportException(
                    source,
                    1,
                    1,
                    "no net event among " + report.all().all() + " objects — expected what netsh wfp show netevents"
                            + " wrote, or events 5150 to 5159 of the security log");
        }
        return report;
    }

    /** Whether a type is that of some event, if perhaps of one that is not for us. */
    private static boolean isEvent(String type) {
        return type.startsWith("FWPM_NET_EVENT_") || !type.isEmpty() && Character.isDigit(type.charAt(0));
    }

    /** The first sign of the text, behind marks and white space; 0 where there is none near the start. */
    private static int start(BufferedInputStream bytes) throws IOException {
        bytes.mark(LOOK_BYTES);
        byte[] start = bytes.readNBytes(LOOK_BYTES);
        bytes.reset();
        for (byte b : start) {
            boolean mark = b < 0 || b == 0;
            if (!mark && !Character.isWhitespace(b)) {
                return b;
            }
        }
        return 0;
    }

    private void xml(String source, InputStream in) throws ExportException, IOException {
        ExportReader.read(
                source,
                in,
                this::object,
                list -> tally.note(
                        list.element(),
                        "numItems says another number than the list holds: what it holds counts",
                        list.line()),
                stranger -> tally.lost(STRANGE, "it begins as no event does", stranger.line()));
    }

    private void object(ExportObject object) {
        ExportElement element = object.element();
        switch (object.kind()) {
            case NET_EVENT -> netEvent(element);
            case LOGGED_EVENT -> logged(LoggedXml.read(element));
            case LAYER, SUBLAYER, FILTER, CALLOUT, PROVIDER, PROVIDER_CONTEXT, SESSION ->
                tally.other(object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    private void netEvent(ExportElement item) {
        number++;
        List<String> doubts = new ArrayList<>();
        RecordedEvent event;
        try {
            event = NetEventItem.read(item, host, number, doubts);
        } catch (NotUnderstoodException lost) {
            tally.lost(NetEventItem.type(item), lost.getMessage(), item.line());
            return;
        }
        tally.taken(event.type(), doubts, item.line());
        tell(event);
    }

    private void json(Map<String, Object> object, int line) {
        logged(LoggedJson.read(object, line));
    }

    private void logged(LoggedRecord logged) {
        number++;
        Optional<AuditEventType> type = SecurityEvents.type(logged);
        if (type.isEmpty()) {
            if (logged.eventId().isEmpty()) {
                tally.lost(logged.type(), "no member tells what event it is", logged.line());
            } else {
                tally.other(logged.type());
            }
            return;
        }
        List<String> doubts = new ArrayList<>();
        RecordedEvent event;
        try {
            event = security.read(type.get(), logged, host, number, doubts);
        } catch (NotUnderstoodException lost) {
            tally.lost(logged.type(), lost.getMessage(), logged.line());
            return;
        }
        tally.taken(event.type(), doubts, logged.line());
        tell(event);
    }

    private void tell(RecordedEvent event) {
        try {
            events.event(event);
        } catch (IOException refused) {
            throw new Stopped(refused);
        }
    }

    /** Takes the listener's exception past code that does not know of it. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient IOException why;

        Stopped(IOException why) {
            super(why);
            this.why = why;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.engine.event.RecordedEvent;
import io.penstock.ingest.events.EventReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Publishes the events of one file, and counts what became of them. Of a file of any size a few thousand records are kept at a time. {@link #finish} hands
 * over the last. One thread.
 */
public final class EventImport implements EventReader.Listener {
    /** Some 400 bytes each at most of what is usual, so a record stays below a broker's limit of 1 MiB. */
    private static final int MOST_UNDER_WAY = 2_000;
    /** Hosts beyond these are not named. */
    private static final int MOST_HOSTS = 1_000;

    private final String otherwise;
    private final RecordSink sink;
    private final EventNumbers numbers = new EventNumbers();
    private final Map<Place, RecordedBatch> open = new LinkedHashMap<>();
    private final Map<EventFate, Long> fates = new EnumMap<>(EventFate.class);
    private final SortedSet<String> hosts = new TreeSet<>();
    private long packets;
    private int underWay;

    private record Place(String host, String source) {}

    /**
     * An import that has seen nothing yet.
     *
     * @param otherwise host of events that do not say whose they are
     */
    public EventImport(String otherwise, RecordSink sink) {
        this.otherwise = otherwise;
        this.sink = sink;
    }

    @Override
    public void event(RecordedEvent event) throws IOException {
        EventFate fate = EventFate.of(event);
        fates.merge(fate, 1L, Long::sum);
        if (!fate.isDiscard() && !fate.isConnection()) {
            return;
        }
        String host = RecordedRecords.cut(event.host().isEmpty() ? otherwise : event.host());
        if (hosts.size() < MOST_HOSTS) {
            hosts.add(host);
        }
        packets += fate.isDiscard() ? RecordedRecords.packets(event) : 0;
        open.computeIfAbsent(
                        new Place(host, EventNumbers.source(event)),
                        place -> new RecordedBatch(place.host, place.source, event.item()))
                .add(event, fate, numbers.next(event, host));
        underWay++;
        if (underWay == MOST_UNDER_WAY) {
            finish();
        }
    }

    /**
     * Hands over what is left.
     *
     * @throws IOException if the sink threw it
     */
    public void finish() throws IOException {
        for (RecordedBatch batch : open.values()) {
            batch.publish(sink);
        }
        open.clear();
        underWay = 0;
    }

    /** Events of a fate so far. */
    public long count(EventFate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** Packets that the discards so far stand for. */
    public long packets() {
        return packets;
    }

    /** Hosts whose events were published, the first {@value #MOST_HOSTS} of them. */
    public SortedSet<String> hosts() {
        return new TreeSet<>(hosts);
    }
}

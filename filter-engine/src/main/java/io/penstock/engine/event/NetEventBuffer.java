// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the latest net events; when it is full a new one takes the oldest's place (spec 8.3). One thread. */
public final class NetEventBuffer implements Consumer<NetEvent> {
    private final NetEventCollection collection;
    private final NetEvent[] ring;
    private long added;

    /**
     * An empty buffer.
     *
     * @param collection what is collected; while it is disabled nothing can be enumerated
     * @param capacity how many events are kept, at least 1
     * @throws IllegalArgumentException if that is below 1
     */
    public NetEventBuffer(NetEventCollection collection, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is at least 1, not " + capacity);
        }
        this.collection = collection;
        ring = new NetEvent[capacity];
    }

    /** Keeps an event, if its type is collected. */
    @Override
    public void accept(NetEvent event) {
        if (collection.collects(event.type())) {
            ring[(int) (added++ % ring.length)] = event;
        }
    }

    /**
     * The events that are kept, oldest first.
     *
     * @throws FwpException {@code FWP_E_NET_EVENTS_DISABLED} while collection is off
     */
    public List<NetEvent> enumerate() {
        if (!collection.enabled()) {
            throw new FwpException(FwpError.FWP_E_NET_EVENTS_DISABLED, ObjectKind.ENGINE, null, "");
        }
        List<NetEvent> events = new ArrayList<>();
        for (long at = Math.max(0, added - ring.length); at < added; at++) {
            events.add(ring[(int) (at % ring.length)]);
        }
        return events;
    }

    /** How many events were overwritten by later ones. */
    public long overwritten() {
        return Math.max(0, added - ring.length);
    }
}

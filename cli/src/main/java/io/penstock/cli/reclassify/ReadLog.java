// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** How far reading a topic has come, and what could not be read. Any thread. */
public final class ReadLog {
    private final AtomicLong records = new AtomicLong();
    private final Set<String> unreadable = new ConcurrentSkipListSet<>();

    void read() {
        records.incrementAndGet();
    }

    /** A record was passed over, as the topology does; told once, however often it is met. */
    void unreadable(String what) {
        unreadable.add(what);
    }

    /** Records read so far, a second look counted again. */
    public long records() {
        return records.get();
    }

    /** A line for each record that could not be read. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }
}

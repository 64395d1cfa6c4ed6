// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/** Bytes that wait at one callout for more of them, or for it to continue the stream. Each stretch is stored by itself. One thread. */
final class WaitingBytes {
    private static final byte[] NONE = {};

    private final DirectionState direction;
    private final String filterKey;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private byte[] buffer = NONE;
    private int from;
    private int to;
    /** Stretches that are the packet's own. */
    private int owned;

    /** A stretch under the number it is stored by. */
    static final class Entry {
        final long id;
        StreamBytes.Run run;
        /** Whether a store has yet to learn of it, or of its being cut. */
        boolean fresh = true;

        boolean stored;

        Entry(long id, StreamBytes.Run run) {
            this.id = id;
            this.run = run;
        }
    }

    WaitingBytes(DirectionState direction, String filterKey) {
        this.direction = direction;
        this.filterKey = filterKey;
    }

    String filterKey() {
        return filterKey;
    }

    int length() {
        return to - from;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void append(StreamBytes bytes) {
        write(bytes.array(), bytes.from(), bytes.length());
        for (StreamBytes.Run run : bytes.runs()) {
            entries.add(new Entry(direction.nextId++, run));
            owned += run.own() ? 1 : 0;
        }
        direction.waits(bytes.length());
    }

    private void write(byte[] array, int start, int count) {
        if (buffer.length - to < count) {
            // A new array, since bytes of the old one may be on their way through lighter callouts.
            int room = Math.max(256, (length() + count) + (length() + count) / 2);
            byte[] larger = new byte[room];
            System.arraycopy(buffer, from, larger, 0, length());
            to = length();
            from = 0;
            buffer = larger;
        }
        System.arraycopy(array, start, buffer, to, count);
        to += count;
    }

    /** All of it, as one indication. */
    StreamBytes view() {
        StreamBytes view = new StreamBytes(buffer, from);
        for (Entry entry : entries) {
            view.add(entry.run);
        }
        return view;
    }

    /** Keeps what is left of the view, none or some of its last bytes. */
    void retain(StreamBytes rest) {
        int before = length();
        while (entries.size() > rest.runs().size()) {
            Entry first = entries.removeFirst();
            owned -= first.run.own() ? 1 : 0;
            direction.forget(first);
        }
        from = to - rest.length();
        if (!entries.isEmpty() && !entries.getFirst().run.equals(rest.runs().getFirst())) {
            entries.getFirst().run = rest.runs().getFirst();
            entries.getFirst().fresh = true;
        }
        if (entries.isEmpty()) {
            buffer = NONE;
            from = 0;
            to = 0;
        }
        direction.waits(length() - before);
    }

    /** Says that the packet being classified has been: what waits is no packet's own any more. */
    void disown() {
        // What came last is near the end.
        for (Iterator<Entry> latest = entries.descendingIterator(); owned > 0; ) {
            Entry entry = latest.next();
            StreamBytes.Run run = entry.run;
            if (!run.own()) {
                continue;
            }
            owned--;
            entry.run = new StreamBytes.Run(run.offset(), run.length(), run.flags(), run.injectedBy(), false);
            entry.fresh = true;
            direction.state().touch();
        }
    }

    /** Puts back one stored stretch; they come in the order of their numbers. */
    void restore(long id, StreamBytes.Run run, byte[] bytes) {
        Entry entry = new Entry(id, run);
        entry.fresh = false;
        entry.stored = true;
        write(bytes, 0, bytes.length);
        entries.add(entry);
        owned += run.own() ? 1 : 0;
        direction.waits(bytes.length);
    }

    /** Hands over each stretch that a store does not have as it is. */
    void drainFresh(Sink sink) {
        int at = from;
        for (Entry entry : entries) {
            int end = at + entry.run.length();
            if (entry.fresh) {
                sink.accept(entry.id, entry.run, Arrays.copyOfRange(buffer, at, end));
                entry.fresh = false;
                entry.stored = true;
            }
            at = end;
        }
    }

    /** Takes one stretch to be stored. */
    interface Sink {
        void accept(long id, StreamBytes.Run run, byte[] bytes);
    }
}

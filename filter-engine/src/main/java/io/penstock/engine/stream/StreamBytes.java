// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of one direction on their way through the callouts, in one piece of memory, with what is to be said of each stretch of them (spec 7.4). The memory is
 * shared and never written; who keeps the bytes copies them. One thread.
 */
public final class StreamBytes {
    private final byte[] array;
    private final List<Run> runs = new ArrayList<>(2);
    private int from;
    private int length;

    /**
     * A stretch of bytes that came together. A FIN or RST is a stretch of its own, without bytes.
     *
     * @param offset place of its first byte in the direction's stream, bytes since the first one seen; of injected bytes where they were put in
     * @param length bytes, 0 for a FIN or RST
     * @param flags bits of {@link StreamFlags}
     * @param injectedBy key of the callout that put it into the stream, null for what came from the network
     * @param own whether the packet that is being classified brought it
     */
    public record Run(long offset, int length, int flags, String injectedBy, boolean own) {
        /** Place behind it in the direction's stream: its bytes further, a FIN one, as in sequence numbers. */
        public long end() {
            return offset + (StreamFlags.isDisconnect(flags) ? 1 : length);
        }

        private Run head(int count) {
            return new Run(offset, count, StreamFlags.withoutEnd(flags), injectedBy, own);
        }

        private Run tail(int count) {
            long rest = injectedBy == null ? offset + count : offset;
            return new Run(rest, length - count, flags, injectedBy, own);
        }
    }

    StreamBytes(byte[] array, int from) {
        this.array = array;
        this.from = from;
    }

    /**
     * Bytes with what is said of them.
     *
     * @param runs their stretches, first to last, as long together as there are bytes
     * @param from index in {@code array} of the first byte
     */
    public static StreamBytes of(List<Run> runs, byte[] array, int from) {
        StreamBytes bytes = new StreamBytes(array, from);
        runs.forEach(bytes::add);
        return bytes;
    }

    /** No bytes. */
    public static StreamBytes nothing() {
        return new StreamBytes(new byte[0], 0);
    }

    /** Bytes of a range as it was delivered. */
    public static StreamBytes of(StreamRange range) {
        boolean outbound = range.outbound();
        int flags = StreamFlags.of(outbound);
        if ((range.flags() & TcpSegment.URG) != 0) {
            flags |= outbound ? StreamFlags.SEND_EXPEDITED : StreamFlags.RECEIVE_EXPEDITED;
        }
        int whole = flags;
        if ((range.flags() & TcpSegment.PSH) != 0) {
            whole |= outbound ? StreamFlags.SEND_NODELAY : StreamFlags.RECEIVE_PUSH;
        }
        StreamBytes bytes = new StreamBytes(range.bytes(), range.from());
        if (range.length() > 0) {
            bytes.add(new Run(range.offset(), range.length(), whole, null, range.own()));
        }
        long end = range.offset() + range.length();
        if ((range.flags() & TcpSegment.FIN) != 0) {
            bytes.add(new Run(end, 0, flags | StreamFlags.disconnect(outbound), null, range.own()));
        }
        if ((range.flags() & TcpSegment.RST) != 0) {
            bytes.add(new Run(end, 0, flags | StreamFlags.abort(outbound), null, range.own()));
        }
        return bytes;
    }

    /**
     * Bytes that a callout puts into the stream.
     *
     * @param offset place in the direction's stream where they are put
     */
    public static StreamBytes injected(StreamAnswer.Injection injection, long offset, String calloutKey) {
        StreamBytes bytes = new StreamBytes(injection.data(), 0);
        int flags = injection.flags();
        int plain = StreamFlags.withoutEnd(flags) | flags & StreamFlags.RECEIVE_PUSH;
        if (injection.data().length > 0) {
            bytes.add(new Run(offset, injection.data().length, plain, calloutKey, false));
        }
        if (StreamFlags.isDisconnect(flags)) {
            bytes.add(new Run(offset, 0, flags & ~StreamFlags.RECEIVE_PUSH, calloutKey, false));
        }
        return bytes;
    }

    void add(Run run) {
        runs.add(run);
        length += run.length();
    }

    /** The array that holds the bytes; shared and not to be written. */
    public byte[] array() {
        return array;
    }

    /** Index in {@link #array()} of the first byte. */
    public int from() {
        return from;
    }

    /** Bytes, 0 and up. */
    public int length() {
        return length;
    }

    /** The stretches, first to last. */
    public List<Run> runs() {
        return runs;
    }

    /** Whether not even a FIN is left. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Everything that is said of any stretch: bits of {@link StreamFlags}. */
    public int flags() {
        int flags = 0;
        for (Run run : runs) {
            flags |= run.flags();
        }
        return flags;
    }

    /** Whether the packet that is being classified brought some of it. */
    public boolean hasOwn() {
        for (Run run : runs) {
            if (run.own()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of it was injected by this callout. */
    public boolean isInjectedBy(String calloutKey) {
        for (Run run : runs) {
            if (!calloutKey.equals(run.injectedBy())) {
                return false;
            }
        }
        return true;
    }

    /** Takes so many leading bytes off, 1 to {@link #length()}; a FIN behind them stays. */
    public StreamBytes cut(int count) {
        StreamBytes lead = new StreamBytes(array, from);
        int left = count;
        while (left > 0) {
            Run first = runs.removeFirst();
            if (first.length() > left) {
                lead.add(first.head(left));
                runs.addFirst(first.tail(left));
                left = 0;
            } else {
                lead.add(first);
                left -= first.length();
            }
        }
        from += count;
        length -= count;
        return lead;
    }
}

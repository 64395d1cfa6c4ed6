// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * How sums are spelled in the store. A row's key is its domain, its window with the sign turned over, since bytes compare unsigned, and the whole key; its value is
 * packets, bytes, items, bytes on the wire, and the offset at which it was opened. Shorter values are of older forms, under keys of older forms.
 */
final class SumRows {
    private static final int VALUE_BYTES = 5 * Long.BYTES;
    private static final int OPENED_AT = 4 * Long.BYTES;

    private SumRows() {}

    static CountDomain domainOf(DiscardCountKey key) {
        return new CountDomain(key.getHost(), key.getSource());
    }

    /** Where the rows of a domain from a window on begin. */
    static Bytes start(CountDomain domain, long windowStartNanos) {
        byte[] name = domain.prefix();
        return Bytes.wrap(ByteBuffer.allocate(name.length + Long.BYTES)
                .put(name)
                .putLong(windowStartNanos ^ Long.MIN_VALUE)
                .array());
    }

    static Bytes row(DiscardCountKey key) {
        byte[] start = start(domainOf(key), key.getWindowStartNanos()).get();
        byte[] rest = AvroWire.encode(key);
        return Bytes.wrap(ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array());
    }

    /** Whether it is a sum's: events that were counted stand in the same store, under keys that begin with another byte. */
    static boolean isSum(Bytes row) {
        return row.get()[0] >= 0;
    }

    static CountDomain domain(Bytes row) {
        String[] names = new String(row.get(), Integer.BYTES, nameLength(row), StandardCharsets.UTF_8).split("\0", 2);
        return new CountDomain(names[0], names.length == 1 ? "" : names[1]);
    }

    static long windowStartNanos(Bytes row) {
        return ByteBuffer.wrap(row.get()).getLong(Integer.BYTES + nameLength(row)) ^ Long.MIN_VALUE;
    }

    static DiscardCountKey key(Bytes row) throws WireException {
        byte[] all = row.get();
        int start = Integer.BYTES + nameLength(row) + Long.BYTES;
        return AvroWire.decode(DiscardCountKey.class, Arrays.copyOfRange(all, start, all.length));
    }

    private static int nameLength(Bytes row) {
        return ByteBuffer.wrap(row.get()).getInt();
    }

    static byte[] stored(DiscardCountValue sum, long openedAtOffset) {
        return ByteBuffer.allocate(VALUE_BYTES)
                .putLong(sum.getPackets())
                .putLong(sum.getBytes())
                .putLong(sum.getItems())
                .putLong(sum.getWireBytes())
                .putLong(openedAtOffset)
                .array();
    }

    static DiscardCountValue sum(byte[] stored) {
        ByteBuffer whole = ByteBuffer.wrap(Arrays.copyOf(stored, VALUE_BYTES));
        return new DiscardCountValue(whole.getLong(), whole.getLong(), whole.getLong(), whole.getLong());
    }

    static long openedAtOffset(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong(OPENED_AT);
    }
}

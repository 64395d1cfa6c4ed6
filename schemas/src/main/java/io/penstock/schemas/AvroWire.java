// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * The wire format in two calls, for places that are not hot; who reads or writes many records keeps a {@link WireReader} or
 * {@link WireWriter} per thread. Thread-safe.
 */
public final class AvroWire {
    private AvroWire() {}

    /** The record in Avro's single-object encoding, as a Kafka record's value. */
    public static byte[] encode(SpecificRecord record) {
        return new WireWriter().write(record);
    }

    /**
     * The record that a Kafka record's value holds, in its present form.
     *
     * @throws WireException if it is not exactly one record of a known form
     */
    public static SpecificRecord decode(byte[] value) throws WireException {
        return new WireReader().read(value);
    }

    /**
     * The record of the given type that a Kafka record's value holds.
     *
     * @throws WireException also if it is a record of another type
     */
    public static <T extends SpecificRecord> T decode(Class<T> type, byte[] value) throws WireException {
        return new WireReader().read(type, value);
    }
}

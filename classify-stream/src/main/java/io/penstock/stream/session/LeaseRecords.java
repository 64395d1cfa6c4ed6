// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.SessionLease;
import io.penstock.schemas.WireException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How records of {@code penstock.leases} are keyed. */
final class LeaseRecords {
    /** The record that tells the time. */
    static final byte[] CLOCK = "clock".getBytes(StandardCharsets.UTF_8);

    private static final String SESSION = "session/";

    private LeaseRecords() {}

    /** The key of a session's lease. */
    static byte[] key(String sessionKey) {
        return (SESSION + sessionKey).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Has a table know what a record says. Records of other forms are passed over: what nobody can read ends no session.
     *
     * @param record key, value and the brokers' timestamp
     */
    static void note(ConsumerRecord<byte[], byte[]> record, LeaseTable table) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (Arrays.equals(CLOCK, record.key())) {
            table.passed(record.timestamp());
        } else if (key.startsWith(SESSION)) {
            String sessionKey = key.substring(SESSION.length());
            if (record.value() == null) {
                table.ended(sessionKey);
            } else {
                leaseMs(record.value()).ifPresent(ms -> table.renewed(sessionKey, ms, record.timestamp()));
            }
        }
    }

    private static OptionalLong leaseMs(byte[] value) {
        try {
            return OptionalLong.of(AvroWire.decode(SessionLease.class, value).getLeaseMs());
        } catch (WireException unreadable) {
            return OptionalLong.empty();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** Takes the records of an import. */
@FunctionalInterface
public interface RecordSink {
    /**
     * One record.
     *
     * @param topic {@code penstock.discards} or {@code penstock.flows}
     * @param host whose events are in it; all of a host belong into one partition
     * @throws IOException if it cannot be published, which ends the import
     */
    void publish(String topic, String host, SpecificRecord record) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.CompactedReader;
import io.penstock.schemas.Topics;
import java.util.Map;

/** Follows a cluster's history of policies, reading each record of it once. One thread. */
public final class PolicyLogReader implements AutoCloseable {
    private final ControlState state = new ControlState();
    private final PolicyLog log = new PolicyLog(state);
    private final CompactedReader records;

    private PolicyLogReader(CompactedReader records) {
        this.records = records;
    }

    /**
     * A reader that has read nothing yet.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static PolicyLogReader open(Map<String, Object> clientProperties) {
        return new PolicyLogReader(CompactedReader.open(clientProperties, Topics.POLICY));
    }

    /**
     * Reads what is committed now.
     *
     * @return the history up to here, which grows with the next reading
     * @throws ControlWriteException if what is there cannot be read
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public PolicyLog readToEnd() {
        records.readToEnd(state::note);
        return log;
    }

    /** The history up to where it was read. */
    public PolicyLog log() {
        return log;
    }

    @Override
    public void close() {
        records.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.engine.pend.Completion;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.stream.Completions;
import io.penstock.stream.UnreadableRecordException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What callouts answered about packets of one partition, read in the order in which the topology took the answers. One thread. */
final class RecordedCompletions implements AutoCloseable {
    private final PartitionReader reader;
    private final WireReader wire = new WireReader();
    private long at = -1;
    private List<io.penstock.schemas.Completion> there = List.of();

    RecordedCompletions(PartitionReader reader) {
        this.reader = reader;
    }

    /**
     * The answer to a pend; empty where the record is gone or holds none. Offsets that are asked for rise.
     *
     * @param offset of the record that the topology took it from
     */
    Optional<Completion> of(long offset, String pendId) {
        while (at < offset) {
            ConsumerRecord<byte[], byte[]> record = reader.next();
            at = record == null ? Long.MAX_VALUE : record.offset();
            there = record == null || at < offset ? List.of() : read(record);
        }
        return at > offset
                ? Optional.empty()
                : there.stream()
                        .filter(one -> one.getPendId().equals(pendId))
                        .findFirst()
                        .map(Completions::of);
    }

    /** What the topology could not read either answered nothing. */
    private List<io.penstock.schemas.Completion> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Completions.in(wire.read(record.value()));
        } catch (WireException | UnreadableRecordException unreadable) {
            return List.of();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}

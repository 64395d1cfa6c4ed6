// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendHistory;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.PacketName;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.stream.BatchRows;
import io.penstock.stream.UnreadableRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The packets of one partition, each once, as the topology took them. One thread. */
final class TopicFeed implements PacketFeed {
    private final PartitionReader reader;
    private final RecordedVerdicts verdicts;
    private final ReadLog log;
    private final WireReader wire = new WireReader();
    private final Map<Agent, Long> seen = new HashMap<>();
    private final List<String> ended = new ArrayList<>();
    private ConsumerRecord<byte[], byte[]> record;
    private PacketBatch batch;
    private BatchRows rows;
    private Agent agent;
    private int index;

    private record Agent(String name, long incarnation) {}

    TopicFeed(PartitionReader reader, RecordedVerdicts verdicts, ReadLog log) {
        this.reader = reader;
        this.verdicts = verdicts;
        this.log = log;
    }

    @Override
    public boolean next() {
        ended.clear();
        while (true) {
            while (rows != null && ++index < rows.count()) {
                if (isFresh(PacketRow.sequence(rows.rows(), row()))) {
                    return true;
                }
            }
            rows = null;
            record = reader.next();
            if (record == null) {
                return false;
            }
            log.read();
            take();
        }
    }

    /** Sequences rise within a partition: what is not above the last one is a repetition. */
    private boolean isFresh(long sequence) {
        Long last = seen.get(agent);
        if (last != null && sequence <= last) {
            return false;
        }
        seen.put(agent, sequence);
        return true;
    }

    /** What cannot be read is passed over: the topology gave its packets no verdicts either. */
    private void take() {
        try {
            take(wire.read(record.value()));
        } catch (WireException | UnreadableRecordException unreadable) {
            log.unreadable(record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": "
                    + unreadable.getMessage() + "; passed over");
        }
    }

    private void take(SpecificRecord value) {
        switch (value) {
            case PacketBatch packets -> {
                rows = BatchRows.of(packets);
                batch = packets;
                agent = new Agent(packets.getAgent(), packets.getIncarnation());
                index = -1;
            }
            case AgentStatus status when status.getKind() == AgentStatusKind.END -> ended.add(status.getHost());
            default -> {
                // Heartbeats age nothing here, and the policies are those of the question.
            }
        }
    }

    @Override
    public List<String> endedHosts() {
        return ended;
    }

    @Override
    public byte[] rows() {
        return rows.rows();
    }

    @Override
    public int row() {
        return rows.row(index);
    }

    @Override
    public void point(Item item, PolicyRevision revision) {
        item.origin(record.topic(), record.partition(), record.offset(), record.timestamp())
                .agent(batch.getAgent(), batch.getHost(), batch.getIncarnation())
                .packet(index, rows.rows(), row(), rows.quoted(), rows.frames(), revision)
                .knowing(rows.socket(index));
    }

    @Override
    public PacketName name() {
        return new PacketName.OfAgent(batch.getAgent(), batch.getIncarnation(), PacketRow.sequence(rows.rows(), row()));
    }

    @Override
    public String source() {
        return batch.getAgent();
    }

    @Override
    public String host() {
        return batch.getHost();
    }

    @Override
    public String application() {
        SocketKnowledge known = rows.socket(index);
        return known == null ? "" : known.application();
    }

    @Override
    public Optional<Verdict> recorded() {
        return verdicts.of(record.offset(), index);
    }

    @Override
    public PendHistory history() {
        return verdicts;
    }

    @Override
    public void close() {
        reader.close();
        verdicts.close();
    }
}

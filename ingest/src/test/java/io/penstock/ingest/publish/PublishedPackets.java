// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What one incarnation published, taken apart, and checked for what must hold in each partition. */
final class PublishedPackets {
    private final long incarnation;
    private final WireReader reader = new WireReader();
    private final Map<String, Packet> packets = new HashMap<>();
    private final Map<String, Long> perAgent = new HashMap<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private final Map<String, Long> claimed = new HashMap<>();
    private final Map<String, Long> here = new HashMap<>();
    private int ends;

    PublishedPackets(long incarnation) {
        this.incarnation = incarnation;
    }

    /** One packet as it came out of its batch. */
    record Packet(byte[] row, byte[] quoted, byte[] frame) {
        byte[] rowWithoutPlaces() {
            return withoutPlaces(row);
        }
    }

    /** The row but for where its frame and quoted tuple stand, which depends on the batch. */
    static byte[] withoutPlaces(byte[] row) {
        byte[] copy = Arrays.copyOf(row, PacketRow.ROW_LENGTH);
        PacketRow.frameOffset(copy, 0, 0);
        PacketRow.frameLength(copy, 0, 0);
        PacketRow.quoted(copy, 0, 0);
        return copy;
    }

    void take(int partition, byte[] value) throws WireException {
        assertThat(value).hasSizeLessThan(1 << 20);
        switch (reader.read(value)) {
            case PacketBatch batch when batch.getIncarnation() == incarnation -> take(partition, batch);
            case AgentStatus status when status.getIncarnation() == incarnation -> take(partition, status);
            default -> {}
        }
    }

    private void take(int partition, PacketBatch batch) {
        byte[] rows = bytes(batch.getRows());
        byte[] quoted = bytes(batch.getQuoted());
        byte[] frames = bytes(batch.getFrames());
        assertThat(rows).hasSize(batch.getCount() * PacketRow.ROW_LENGTH);
        String place = batch.getAgent() + "/" + partition;
        for (int row = 0; row < rows.length; row += PacketRow.ROW_LENGTH) {
            long sequence = PacketRow.sequence(rows, row);
            assertThat(sequence).isGreaterThan(lastSequence.getOrDefault(place, 0L));
            lastSequence.put(place, sequence);
            int frame = PacketRow.frameOffset(rows, row);
            int entry = PacketRow.quoted(rows, row) == 0 ? 0 : QuotedTuple.offsetOf(PacketRow.quoted(rows, row));
            Packet packet = new Packet(
                    Arrays.copyOfRange(rows, row, row + PacketRow.ROW_LENGTH),
                    quoted.length == 0 ? quoted : Arrays.copyOfRange(quoted, entry, entry + QuotedTuple.LENGTH),
                    Arrays.copyOfRange(frames, frame, frame + PacketRow.frameLength(rows, row)));
            assertThat(packets.put(batch.getAgent() + " " + sequence, packet)).isNull();
        }
        here.merge(place, (long) batch.getCount(), Long::sum);
        perAgent.merge(batch.getAgent(), (long) batch.getCount(), Long::sum);
    }

    private void take(int partition, AgentStatus status) {
        String place = status.getAgent() + "/" + partition;
        assertThat(status.getPublishedHere()).isEqualTo(here.getOrDefault(place, 0L));
        if (status.getKind() == AgentStatusKind.END) {
            ends++;
            assertThat(status.getCaptured()).isEqualTo(status.getPublished() + status.getDropped());
            claimed.put(status.getAgent(), status.getPublished());
        }
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }

    Packet get(String agent, long sequence) {
        Packet packet = packets.get(agent + " " + sequence);
        assertThat(packet).as("packet %s of %s", sequence, agent).isNotNull();
        return packet;
    }

    /** End markers seen. */
    int ends() {
        return ends;
    }

    long packets() {
        return packets.size();
    }

    long ofAgent(String agent) {
        return perAgent.getOrDefault(agent, 0L);
    }

    /** Packets published, as the agent's end markers have it. */
    long claimed(String agent) {
        return claimed.get(agent);
    }
}

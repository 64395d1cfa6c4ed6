// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Direction;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.PendedStream;
import io.penstock.schemas.StreamRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class PendedBatchesTest {
    private final List<SpecificRecord> handedOver = new ArrayList<>();
    private final PendedBatches batches = new PendedBatches((callout, asked) -> {
        EngineDriver.records(asked)
                .forEach(packet ->
                        assertThat(((PendedPacket) packet).getCalloutKey()).isEqualTo(callout));
        handedOver.add(asked);
    });

    @Test
    void shouldKeepThePacketsOfEachCalloutApartAndInOrder() {
        for (int sequence = 0; sequence < 6; sequence++) {
            batches.add(packet(sequence % 2 == 0 ? "even" : "odd", sequence, 100));
        }
        batches.finish();

        assertThat(sequences()).containsExactly(List.of(0L, 2L, 4L), List.of(1L, 3L, 5L));
    }

    @Test
    void shouldHandOverWhatWaitsForOneCalloutAloneWhenSomethingElseFollows() {
        batches.add(packet("first", 1, 100));
        batches.add(packet("second", 2, 100));
        batches.finish("first");
        batches.finish("unknown");

        assertThat(sequences()).containsExactly(List.of(1L));
        batches.finish();
        assertThat(sequences()).containsExactly(List.of(1L), List.of(2L));
        batches.finish();
        assertThat(handedOver).hasSize(2);
    }

    @Test
    void shouldStayBelowTheLimitOfABrokerHoweverLargeSmallPacketsAre() {
        for (int sequence = 0; sequence < 40; sequence++) {
            batches.add(packet("large", sequence, 200_000));
        }
        batches.finish();

        assertThat(handedOver)
                .allSatisfy(asked -> assertThat(AvroWire.encode(asked).length).isLessThan(EngineOutput.MOST_BYTES));
        assertThat(sequences()).hasSize(14);
    }

    @Test
    void shouldCallNoPacketSmallWhoseStreamOrContextIsNot() {
        PendedPacket context = packet("callout", 1, 100);
        context.setProviderContext("x".repeat(300_000));
        PendedPacket runs = packet("callout", 1, 100);
        runs.setStream(new PendedStream(
                Collections.nCopies(800, new StreamRun(0L, 1, 0, "")), ByteBuffer.allocate(800), 0L, false, false));

        assertThat(PendedBatches.isSmall(packet("callout", 1, 100))).isTrue();
        assertThat(PendedBatches.isSmall(context)).isFalse();
        assertThat(PendedBatches.isSmall(runs)).isFalse();
        assertThat(PendedBatches.isSmall(packet("callout", 1, 800_000))).isFalse();
    }

    private List<List<Long>> sequences() {
        return handedOver.stream()
                .map(asked -> EngineDriver.records(asked)
                        .map(packet -> ((PendedPacket) packet).getSequence())
                        .toList())
                .toList();
    }

    private static PendedPacket packet(String callout, long sequence, int itemBytes) {
        return PendedPacket.newBuilder()
                .setPendId("pend-" + sequence)
                .setOriginTopic("penstock.packets")
                .setOriginPartition(0)
                .setOriginOffset(1)
                .setIndex(0)
                .setVisit(0)
                .setCalloutKey(callout)
                .setFilterKey("ask")
                .setLayer("FWPM_LAYER_OUTBOUND_TRANSPORT_V4")
                .setAgent("agent")
                .setHost("host")
                .setIncarnation(1)
                .setSequence(sequence)
                .setCaptureTimeNanos(1)
                .setPublishTimeMs(1)
                .setDeadlineMs(1)
                .setDigest(1)
                .setPolicyVersion("")
                .setRevision(1)
                .setItem(ByteBuffer.allocate(itemBytes))
                .setDirection(Direction.OUTBOUND)
                .setIpVersion(4)
                .setProtocol(17)
                .setLocal("10.0.0.1")
                .setRemote("10.0.0.2")
                .setLocalPort(1)
                .setRemotePort(2)
                .build();
    }
}

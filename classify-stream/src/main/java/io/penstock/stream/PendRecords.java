// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.LateOutcome;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Reinjection;
import java.nio.ByteBuffer;

/** Spells what becomes of waiting items as the wire does. */
final class PendRecords {
    private static final long MICROS_IN_A_MILLI = 1_000;

    private PendRecords() {}

    /** All that a worker needs: it has no store. {@code stream} is null except at STREAM. */
    static PendedPacket pended(PendTicket ticket, AskingFilter filter, PendedStream stream) {
        Item item = ticket.item();
        PendId id = ticket.id();
        PacketEndsText ends = PacketEndsText.of(item);
        return filter.describe(PendedPacket.newBuilder())
                .setPendId(id.text())
                .setOriginTopic(id.topic())
                .setOriginPartition(id.partition())
                .setOriginOffset(id.offset())
                .setIndex(id.index())
                .setVisit(id.visit())
                .setCalloutKey(id.calloutKey())
                .setFilterKey(id.filterKey())
                .setLayer(layerKey(id))
                .setAgent(item.agent())
                .setHost(item.host())
                .setIncarnation(item.incarnation())
                .setSequence(item.sequence())
                .setCaptureTimeNanos(PacketRow.captureTimeNanos(item.rows(), item.row()))
                .setPublishTimeMs(item.publishTimeMillis())
                .setDeadlineMs(ticket.deadlineMillis())
                .setDigest(ticket.digest())
                .setPolicyVersion(ticket.revision().policy().version())
                .setRevision(ticket.revision().revision())
                .setItem(ByteBuffer.wrap(ItemCodec.encode(item)))
                .setDirection(ends.direction())
                .setIpVersion(ends.ipVersion())
                .setProtocol(ends.protocol())
                .setLocal(ends.local())
                .setRemote(ends.remote())
                .setLocalPort(ends.localPort())
                .setRemotePort(ends.remotePort())
                .setFlowContext(ticket.flowContext())
                .setInterfaceId(PacketRow.interfaceId(item.rows(), item.row()))
                .setStream(stream == null ? null : StreamSteps.shown(stream))
                .build();
    }

    /** A clone on its way to the partition of its flow. */
    static Reinjection reinjection(Item clone) {
        return new Reinjection(
                clone.agent(),
                clone.host(),
                clone.incarnation(),
                clone.topic(),
                clone.partition(),
                clone.offset(),
                clone.index(),
                clone.nextVisit(),
                clone.sequence(),
                clone.publishTimeMillis(),
                ByteBuffer.wrap(ItemCodec.encode(clone)));
    }

    static PendSettled settled(PendTicket ticket, PendOutcome outcome, Settling by) {
        Item item = ticket.item();
        PendId id = ticket.id();
        return new PendSettled(
                item.agent(),
                item.host(),
                item.incarnation(),
                id.topic(),
                id.partition(),
                id.offset(),
                id.text(),
                id.calloutKey(),
                id.filterKey(),
                layerKey(id),
                late(outcome),
                ticket.openedMillis(),
                Math.max(0, by.nowMs() - ticket.openedMillis()) * MICROS_IN_A_MILLI,
                by.partition(),
                by.offset());
    }

    static LateVerdict late(Item item, Verdict verdict, Settling by) {
        return new LateVerdict(
                item.agent(),
                item.host(),
                item.incarnation(),
                item.topic(),
                item.partition(),
                item.offset(),
                item.index(),
                item.sequence(),
                verdict.policyVersion(),
                verdict.revision(),
                Decisions.of(verdict),
                late(item.outcome()),
                by.partition(),
                by.offset(),
                -1L);
    }

    private static LateOutcome late(PendOutcome outcome) {
        return switch (outcome) {
            case COMPLETED -> LateOutcome.COMPLETED;
            case FAILED -> LateOutcome.FAILED;
            case EXPIRED -> LateOutcome.EXPIRED;
            case OVERFLOW -> LateOutcome.OVERFLOW;
            case ENDPOINT_CLOSED -> LateOutcome.ENDPOINT_CLOSED;
            case NONE, HELD -> LateOutcome.HELD_RELEASED;
        };
    }

    private static String layerKey(PendId id) {
        for (Layer layer : Layer.all()) {
            if (layer.layerId() == id.layerId()) {
                return layer.key();
            }
        }
        throw new IllegalStateException("no layer has the run-time id " + id.layerId());
    }

    /**
     * What is ending waits just now.
     *
     * @param partition partition of the completion; -1 where there is none
     * @param offset its offset; -1 where there is none
     * @param nowMs wall clock, milliseconds since the epoch
     */
    record Settling(int partition, long offset, long nowMs) {}
}

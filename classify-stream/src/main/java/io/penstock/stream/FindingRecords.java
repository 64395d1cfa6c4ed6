// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.Direction;
import io.penstock.schemas.Finding;
import io.penstock.schemas.FindingMeasure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What callouts found, as records of {@code penstock.findings} (ARCHITECTURE 2). Stateless; any thread. */
public final class FindingRecords {
    private static final int OF_A_FLOW = -1;
    private static final int NO_LINK_TYPE = -1;
    private static final int IPV4 = 4;

    private FindingRecords() {}

    /** Of a packet. */
    public static Finding of(Item item, String calloutKey, ClassifyOut.Finding found) {
        PacketEndsText ends = PacketEndsText.of(item);
        byte[] rows = item.rows();
        int row = item.row();
        ByteBuffer frame = sample(item, found.sampleBytes());
        return new Finding(
                item.agent(),
                item.host(),
                item.incarnation(),
                item.topic(),
                item.partition(),
                item.offset(),
                item.index(),
                item.sequence(),
                PacketRow.captureTimeNanos(rows, row),
                calloutKey,
                found.key(),
                found.message(),
                ends.direction(),
                ends.ipVersion(),
                ends.protocol(),
                ends.local(),
                ends.remote(),
                ends.localPort(),
                ends.remotePort(),
                measures(found),
                frame,
                frame == null ? NO_LINK_TYPE : PacketRow.linkType(rows, row),
                frame == null ? 0 : (long) PacketRow.interfaceId(rows, row),
                frame == null ? 0 : PacketRow.wireLength(rows, row));
    }

    private static List<FindingMeasure> measures(ClassifyOut.Finding found) {
        return found.measures().entrySet().stream()
                .map(measure -> new FindingMeasure(measure.getKey(), measure.getValue()))
                .toList();
    }

    private static ByteBuffer sample(Item item, int most) {
        int length = Math.min(most, item.frameLength());
        if (length == 0) {
            return null;
        }
        return ByteBuffer.wrap(Arrays.copyOfRange(item.frames(), item.frameOffset(), item.frameOffset() + length));
    }

    /**
     * Of a flow that is over.
     *
     * @param at the packet or record that ended it
     */
    public static Finding of(Item at, FlowState flow, String calloutKey, ClassifyOut.Finding found) {
        FlowKey key = flow.key();
        return new Finding(
                at.agent(),
                key.host(),
                at.incarnation(),
                at.topic(),
                at.partition(),
                at.offset(),
                OF_A_FLOW,
                (long) OF_A_FLOW,
                flow.lastPacketNanos(),
                calloutKey,
                found.key(),
                found.message(),
                flow.isOutbound() ? Direction.OUTBOUND : Direction.INBOUND,
                key.version(),
                key.protocol(),
                address(key.version(), key.localHigh(), key.localLow()),
                address(key.version(), key.remoteHigh(), key.remoteLow()),
                key.localPort(),
                key.remotePort(),
                measures(found),
                null,
                NO_LINK_TYPE,
                0L,
                0L);
    }

    static String address(int version, long high, long low) {
        return version == IPV4 ? IpAddressText.v4((int) (high >>> Integer.SIZE)) : IpAddressText.v6(high, low);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Makes what stands for a flow where no packet of it is at hand: an item without bytes, sent by the local end when the flow was last heard of. */
final class FlowItem {
    private static final VarHandle NET64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NONE = {};

    private FlowItem() {}

    /**
     * The item of a flow.
     *
     * @param at where its end was noticed: origin, agent and revision are of that, and visits are counted on from it
     */
    static Item of(FlowState flow, Item at) {
        FlowKey key = flow.key();
        byte[] row = new byte[PacketRow.ROW_LENGTH];
        PacketRow.kind(row, 0, key.version() == 6 ? PacketRow.KIND_IPV6 : PacketRow.KIND_IPV4);
        PacketRow.direction(row, 0, PacketRow.OUTBOUND);
        PacketRow.sequence(row, 0, at.sequence());
        PacketRow.captureTimeNanos(row, 0, flow.lastNanos());
        PacketRow.interfaceId(row, 0, Math.max(0, flow.nextHopInterface()));
        PacketRow.ipProtocol(row, 0, key.protocol());
        PacketRow.sourceAddressType(row, 0, PacketRow.ADDRESS_UNICAST);
        PacketRow.destinationAddressType(row, 0, PacketRow.ADDRESS_UNICAST);
        NET64.set(row, PacketRow.SOURCE_ADDRESS, key.localHigh());
        NET64.set(row, PacketRow.SOURCE_ADDRESS + Long.BYTES, key.localLow());
        NET64.set(row, PacketRow.DESTINATION_ADDRESS, key.remoteHigh());
        NET64.set(row, PacketRow.DESTINATION_ADDRESS + Long.BYTES, key.remoteLow());
        PacketRow.sourcePort(row, 0, key.localPort());
        PacketRow.destinationPort(row, 0, key.remotePort());
        PacketRow.addFlags(row, 0, PacketRow.FLAG_PORTS | (flow.isLoopback() ? PacketRow.FLAG_LOOPBACK : 0));
        Item item = new Item()
                .origin(at.topic, at.partition, at.offset, at.publishTimeMillis)
                .agent(at.agent, key.host(), at.incarnation)
                .packet(at.index, row, 0, NONE, NONE, at.revision);
        item.visit = at.visit;
        return item;
    }

    /** The walk of that item. */
    static Walk walk(FlowState flow) {
        Walk walk = new Walk();
        walk.begin();
        FlowKey key = flow.key();
        walk.key.set(
                key.host(),
                key.version(),
                key.protocol(),
                key.localHigh(),
                key.localLow(),
                key.remoteHigh(),
                key.remoteLow(),
                key.localPort(),
                key.remotePort());
        walk.outbound = true;
        walk.flowOutbound = flow.isOutbound();
        walk.flow = flow;
        walk.packetless = true;
        return walk;
    }
}

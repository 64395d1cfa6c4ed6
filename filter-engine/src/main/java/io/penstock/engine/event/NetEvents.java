// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.classify.Authorization;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;
import io.penstock.engine.event.NetEventBody.ClassifyAllow;
import io.penstock.engine.event.NetEventBody.ClassifyDrop;
import io.penstock.engine.event.NetEventBody.ClassifyDropMac;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes net events (spec 8.3): CLASSIFY_DROP for every final block that is not absorbed, those of discard layers included; CLASSIFY_ALLOW for every
 * permit at an AUTH layer, or where nothing decided there. What the stack itself dropped is no filter's block and has none. One thread.
 */
final class NetEvents {
    private final NetEventCollection collection;
    private final Consumer<NetEvent> sink;

    NetEvents(NetEventCollection collection, Consumer<NetEvent> sink) {
        this.collection = collection;
        this.sink = sink;
    }

    boolean wantsPermits() {
        return collection.collects(NetEventType.CLASSIFY_ALLOW);
    }

    void discarded(Item item, Discard discard) {
        EventDirection direction = EventDirection.of(discard.direction());
        NetEventType type = isMac(discard.layer()) ? NetEventType.CLASSIFY_DROP_MAC : NetEventType.CLASSIFY_DROP;
        if (!collection.collects(type, direction, PacketRow.destinationAddressType(item.rows(), item.row()))) {
            return;
        }
        if (discard.detail() == DiscardReason.FLOW_BLOCKED && discard.wireBytes() == 0) {
            // Bytes that went with a flow: its own block has had its event.
            return;
        }
        NetEventHeader header = header(item, direction, discard.reauthorizeReason() != 0);
        if (!discard.detail().isStack()) {
            sink.accept(new NetEvent(
                    header,
                    type == NetEventType.CLASSIFY_DROP_MAC
                            ? dropMac(item, discard, direction)
                            : drop(item, discard, discard.filterId(), discard.layer(), direction)));
        }
        if (discard.suppression() != null) {
            sink.accept(new NetEvent(
                    header,
                    drop(
                            item,
                            discard,
                            discard.suppression().filterId(),
                            discard.suppression().layer(),
                            direction)));
        }
    }

    void permitted(Item item, Authorization ended) {
        EventDirection direction = ended.isOutbound() ? EventDirection.OUT : EventDirection.IN;
        if (!collection.collects(
                NetEventType.CLASSIFY_ALLOW, direction, PacketRow.destinationAddressType(item.rows(), item.row()))) {
            return;
        }
        sink.accept(new NetEvent(
                header(item, direction, ended.reauthorizeReason() != 0),
                new ClassifyAllow(
                        ended.filter() == null ? 0 : ended.filter().filterId(),
                        ended.layer().layerId(),
                        ended.reauthorizeReason(),
                        0,
                        0,
                        direction,
                        isLoopback(item))));
    }

    static boolean isMac(Layer layer) {
        return layer.family().contains("_MAC_FRAME_");
    }

    private static ClassifyDrop drop(Item item, Discard discard, long filterId, Layer layer, EventDirection direction) {
        return new ClassifyDrop(
                filterId, layer.layerId(), discard.reauthorizeReason(), 0, 0, direction, isLoopback(item), "", 0, 0);
    }

    private static ClassifyDropMac dropMac(Item item, Discard discard, EventDirection direction) {
        byte[] rows = item.rows();
        int row = item.row();
        boolean in = direction == EventDirection.IN;
        int vlan = PacketRow.vlanId(rows, row);
        return new ClassifyDropMac(
                in ? PacketRow.destinationMac(rows, row) : PacketRow.sourceMac(rows, row),
                in ? PacketRow.sourceMac(rows, row) : PacketRow.destinationMac(rows, row),
                0,
                0,
                PacketRow.etherType(rows, row),
                vlan == PacketRow.NO_VLAN ? 0 : vlan,
                discard.filterId(),
                discard.layer().layerId(),
                direction);
    }

    private static boolean isLoopback(Item item) {
        return PacketRow.has(item.rows(), item.row(), PacketRow.FLAG_LOOPBACK);
    }

    private static NetEventHeader header(Item item, EventDirection direction, boolean reauthorized) {
        PacketEnds ends = PacketEnds.of(item).localFirst(direction);
        Set<NetEventFlag> flags = EnumSet.noneOf(NetEventFlag.class);
        if (ends.ipVersion() != 0) {
            flags.addAll(EnumSet.of(
                    NetEventFlag.IP_VERSION_SET,
                    NetEventFlag.IP_PROTOCOL_SET,
                    NetEventFlag.LOCAL_ADDR_SET,
                    NetEventFlag.REMOTE_ADDR_SET));
        }
        if (ends.sourcePort() >= 0) {
            flags.add(NetEventFlag.LOCAL_PORT_SET);
            flags.add(NetEventFlag.REMOTE_PORT_SET);
        }
        if (reauthorized) {
            flags.add(NetEventFlag.REAUTH_REASON_SET);
        }
        SocketOwner owner = SocketOwner.of(item, direction == EventDirection.OUT);
        if (!owner.application().isEmpty()) {
            flags.add(NetEventFlag.APP_ID_SET);
        }
        if (!owner.user().isEmpty()) {
            flags.add(NetEventFlag.USER_ID_SET);
        }
        if (!owner.packageSid().isEmpty()) {
            flags.add(NetEventFlag.PACKAGE_ID_SET);
        }
        return new NetEventHeader(
                PacketRow.captureTimeNanos(item.rows(), item.row()),
                flags,
                ends.ipVersion(),
                ends.protocol(),
                ends.source(),
                ends.destination(),
                Math.max(0, ends.sourcePort()),
                Math.max(0, ends.destinationPort()),
                0,
                owner.application(),
                owner.user(),
                owner.packageSid(),
                "",
                0,
                "");
    }
}

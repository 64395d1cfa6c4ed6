// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FragmentTable;
import io.penstock.engine.packet.EtherType;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import java.util.Arrays;

/** Puts datagrams together from their fragments and decodes them. One thread. */
public final class DatagramAssembly {
    private static final int MOST_FRAGMENT = 1 << 20;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    private final FragmentTable table = new FragmentTable();
    private final FlowKey key = new FlowKey();
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer whole = new RowBuffer();
    private byte[] packet;

    /**
     * Takes a fragment.
     *
     * @param start index of the frame's first byte
     * @param length of the frame in the array
     * @return whether that made a datagram whole, which is then in {@link #rows} and {@link #packet}
     */
    public boolean add(byte[] rows, int row, byte[] frame, int start, int length) {
        int id = PacketRow.fragmentId(rows, row);
        boolean version6 = PacketRow.kind(rows, row) == PacketRow.KIND_IPV6;
        // A later fragment of IPv6 does not tell the datagram's protocol, and need not.
        int protocol = version6 ? IpProtocol.FRAGMENT : PacketRow.ipProtocol(rows, row);
        int vlan = PacketRow.vlanId(rows, row);
        key.set(
                vlan == PacketRow.NO_VLAN ? "" : Integer.toString(vlan),
                version6 ? 6 : 4,
                protocol,
                PacketRow.sourceHigh(rows, row),
                PacketRow.sourceLow(rows, row),
                PacketRow.destinationHigh(rows, row),
                PacketRow.destinationLow(rows, row),
                id >>> 16,
                id & 0xFFFF);
        int from = Math.clamp(PacketRow.transportOffset(rows, row), 0, length);
        long told = PacketRow.payloadLength(rows, row);
        boolean later = PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT);
        table.sweep(key.host(), PacketRow.captureTimeNanos(rows, row));
        FragmentTable.Whole made = table.add(
                key,
                PacketRow.captureTimeNanos(rows, row),
                PacketRow.fragmentOffset(rows, row),
                (int) Math.min(told, MOST_FRAGMENT),
                PacketRow.has(rows, row, PacketRow.FLAG_LAST_FRAGMENT),
                frame,
                start + from,
                (int) Math.min(length - (long) from, told),
                later ? null : Arrays.copyOfRange(rows, row, row + PacketRow.ROW_LENGTH));
        // What a store would want to know is of no use here, and must not pile up.
        table.drainDirty((name, value) -> {});
        if (made == null) {
            return false;
        }
        decode(made, frame, start + PacketRow.networkOffset(rows, row), vlan, PacketRow.captureTimeNanos(rows, row));
        return true;
    }

    /** Writes a header of its own before the datagram, after that of its last fragment, and decodes it. */
    private void decode(FragmentTable.Whole made, byte[] frame, int header, int vlan, long timeNanos) {
        byte[] row = made.firstRow();
        boolean version6 = PacketRow.kind(row, 0) == PacketRow.KIND_IPV6;
        int headerLength = version6 ? IPV6_HEADER : IPV4_HEADER;
        int payload = made.payload().length;
        packet = new byte[headerLength + payload];
        System.arraycopy(frame, header, packet, 0, headerLength);
        System.arraycopy(made.payload(), 0, packet, headerLength, payload);
        if (version6) {
            u16(4, payload);
            packet[6] = (byte) PacketRow.ipProtocol(row, 0);
        } else {
            packet[0] = 0x45;
            u16(2, headerLength + payload);
            u16(6, 0);
        }
        whole.clear();
        int type = version6 ? EtherType.IPV6 : EtherType.IPV4;
        decoder.decodeCarried(packet, 0, packet.length, packet.length, type, whole);
        PacketRow.vlanId(whole.rows(), 0, vlan);
        PacketRow.captureTimeNanos(whole.rows(), 0, timeNanos);
    }

    private void u16(int at, int value) {
        packet[at] = (byte) (value >> 8);
        packet[at + 1] = (byte) value;
    }

    /** The row of the datagram that was made whole last, at offset 0. */
    public byte[] rows() {
        return whole.rows();
    }

    /** What it quotes, where it is an ICMP error. */
    public byte[] quoted() {
        return whole.quoted();
    }

    /** Its bytes from its IP header on. */
    public byte[] packet() {
        return packet;
    }
}

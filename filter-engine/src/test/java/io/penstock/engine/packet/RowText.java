// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A decoded row as the named fields of the vectors. */
final class RowText {
    private static final String[] FLAGS = {
        "LOOPBACK",
        "MAC_FRAME",
        "ETHERNET",
        "FRAGMENT",
        "LATER_FRAGMENT",
        "FIRST_UNSEEN",
        "ICMP_ERROR",
        "PORTS",
        "LAST_FRAGMENT"
    };

    private RowText() {}

    static Map<String, String> fields(RowBuffer buffer, int index, int linkDirection) {
        byte[] rows = buffer.rows();
        int row = buffer.rowOffset(index);
        Map<String, String> fields = new TreeMap<>();
        if (PacketRow.kind(rows, row) == PacketRow.KIND_MALFORMED) {
            fields.put("malformed", DecodeResult.malformed(rows, row).text().replace(' ', '_'));
            return fields;
        }
        fields.put("kind", String.valueOf(PacketRow.kind(rows, row)));
        fields.put("proto", String.valueOf(PacketRow.ipProtocol(rows, row)));
        fields.put("sport", String.valueOf(PacketRow.sourcePort(rows, row)));
        fields.put("dport", String.valueOf(PacketRow.destinationPort(rows, row)));
        fields.put("seq", Integer.toUnsignedString(PacketRow.tcpSequence(rows, row)));
        fields.put("ack", Integer.toUnsignedString(PacketRow.tcpAcknowledgement(rows, row)));
        fields.put("tcpflags", String.valueOf(PacketRow.tcpFlags(rows, row)));
        fields.put("stype", String.valueOf(PacketRow.sourceAddressType(rows, row)));
        fields.put("dtype", String.valueOf(PacketRow.destinationAddressType(rows, row)));
        fields.put("ethertype", String.format(Locale.ROOT, "0x%04x", PacketRow.etherType(rows, row)));
        int vlan = PacketRow.vlanId(rows, row);
        fields.put("vlan", vlan == PacketRow.NO_VLAN ? "none" : String.valueOf(vlan));
        fields.put("smac", String.format(Locale.ROOT, "%012x", PacketRow.sourceMac(rows, row)));
        fields.put("dmac", String.format(Locale.ROOT, "%012x", PacketRow.destinationMac(rows, row)));
        fields.put("interface", String.valueOf(PacketRow.interfaceId(rows, row)));
        fields.put("direction", String.valueOf(linkDirection));
        offsets(fields, rows, row);
        addresses(fields, rows, row);
        fields.put("flags", flags(PacketRow.flags(rows, row)));
        fields.put("quoted", quoted(buffer, PacketRow.quoted(rows, row)));
        return fields;
    }

    private static void offsets(Map<String, String> fields, byte[] rows, int row) {
        fields.put("net", String.valueOf(PacketRow.networkOffset(rows, row)));
        fields.put("transport", String.valueOf(PacketRow.transportOffset(rows, row)));
        fields.put("payload", String.valueOf(PacketRow.payloadOffset(rows, row)));
        fields.put("length", String.valueOf(PacketRow.payloadLength(rows, row)));
        fields.put("fragoff", String.valueOf(PacketRow.fragmentOffset(rows, row)));
        fields.put("fragid", Integer.toUnsignedString(PacketRow.fragmentId(rows, row)));
    }

    private static void addresses(Map<String, String> fields, byte[] rows, int row) {
        if (PacketRow.kind(rows, row) == PacketRow.KIND_IPV4) {
            fields.put("src", IpAddressText.v4(PacketRow.sourceV4(rows, row)));
            fields.put("dst", IpAddressText.v4(PacketRow.destinationV4(rows, row)));
        } else {
            fields.put("src", IpAddressText.v6(PacketRow.sourceHigh(rows, row), PacketRow.sourceLow(rows, row)));
            fields.put(
                    "dst", IpAddressText.v6(PacketRow.destinationHigh(rows, row), PacketRow.destinationLow(rows, row)));
        }
    }

    /** Set flags in alphabetical order. */
    private static String flags(int flags) {
        TreeMap<String, Boolean> set = new TreeMap<>();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                set.put(FLAGS[bit], true);
            }
        }
        return String.join(",", set.keySet());
    }

    private static String quoted(RowBuffer buffer, int index) {
        if (index == 0) {
            return "none";
        }
        byte[] quoted = buffer.quoted();
        int entry = QuotedTuple.offsetOf(index);
        boolean ports = QuotedTuple.hasPorts(quoted, entry);
        int identifier = QuotedTuple.identifier(quoted, entry);
        return QuotedTuple.version(quoted, entry) + "/" + QuotedTuple.protocol(quoted, entry) + "/"
                + address(quoted, entry, QuotedTuple.SOURCE_ADDRESS)
                + (ports ? ":" + QuotedTuple.sourcePort(quoted, entry) : "")
                + ">"
                + address(quoted, entry, QuotedTuple.DESTINATION_ADDRESS)
                + (ports ? ":" + QuotedTuple.destinationPort(quoted, entry) : "")
                + (identifier == 0 ? "" : "#" + identifier);
    }

    private static String address(byte[] quoted, int entry, int field) {
        int at = entry + field;
        return QuotedTuple.version(quoted, entry) == 4
                ? IpAddressText.v4(NetworkOrder.i32(quoted, at))
                : IpAddressText.v6(NetworkOrder.i64(quoted, at), NetworkOrder.i64(quoted, at + 8));
    }
}

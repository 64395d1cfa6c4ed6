// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.compose.PacketBytes;
import io.penstock.engine.packet.compose.PacketSyntaxException;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.engine.packet.compose.WrittenPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the packets of a case: lines of text, or bytes in hex with their link type and direction. */
final class PacketReader {
    static final List<String> KEYS = List.of("hex", "link", "direction");
    static final Map<String, Integer> DIRECTIONS =
            Map.of("outbound", PacketRow.OUTBOUND, "inbound", PacketRow.INBOUND, "forward", PacketRow.FORWARD);
    static final Map<String, Integer> LINKS = Map.of("ethernet", LinkType.ETHERNET, "raw", LinkType.RAW);

    private final ErrorSink errors;
    private final List<WrittenPacket> packets = new ArrayList<>();

    PacketReader(ErrorSink errors) {
        this.errors = errors;
    }

    /** The packets read so far, in order. */
    List<WrittenPacket> packets() {
        return List.copyOf(packets);
    }

    void read(Node node) {
        try {
            switch (node) {
                case Node.Scalar line -> packets.add(PacketText.parse(line.text()));
                case Node.Mapping mapping -> bytes(mapping);
                case Node.Sequence list -> errors.add(list, "a list as packet", "a line of text, or {hex: …}");
            }
        } catch (PacketSyntaxException wrong) {
            errors.add(node, wrong.getMessage(), wrong.expected());
        }
    }

    private void bytes(Node.Mapping mapping) throws PacketSyntaxException {
        Members members = Members.of(mapping, "packet", KEYS, errors).orElseThrow();
        String hex = members.requiredText("hex").orElse(null);
        int link = named(members, "link", LINKS, "ethernet");
        int direction = named(members, "direction", DIRECTIONS, "outbound");
        if (hex != null) {
            packets.add(PacketBytes.parse(hex, link, direction));
        }
    }

    private int named(Members members, String key, Map<String, Integer> names, String otherwise) {
        String name = members.text(key).orElse(otherwise);
        Integer value = names.get(name);
        if (value == null) {
            errors.add(
                    members.place(key),
                    "'" + name + "' as " + key,
                    String.join(", ", names.keySet().stream().sorted().toList()));
        }
        return value == null ? names.get(otherwise) : value;
    }
}

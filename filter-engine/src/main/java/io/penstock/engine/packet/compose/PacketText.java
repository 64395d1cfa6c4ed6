// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.compose.PacketWords.Word;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a packet from one line, such as {@code inbound tcp 198.51.100.7:51000 > 10.0.0.5:22 syn} (spec 2.3):
 *
 * <pre>
 *   [in|out|forward] [loopback] PROTOCOL SOURCE[:PORT] > DESTINATION[:PORT] [OPTION...]
 * </pre>
 *
 * <p>Direction is outbound unless it is given, before the protocol or among the options; {@code inbound} and {@code outbound} do as well. PROTOCOL is a
 * name or an IP protocol number; {@code ->} does as well as {@code >}; an IPv6 address with a port stands in brackets. Options are {@code key=value}
 * ({@link PacketOptions}, {@link SocketOptions}), or for TCP the names of control bits, joined by hyphens or commas: {@code syn}, {@code syn-ack},
 * {@code PSH,ACK}. Upper and lower case are alike. A TCP packet without them is an ACK; an ICMP packet without a type is an echo request.
 */
public final class PacketText {
    private static final Map<String, Integer> PROTOCOLS = Map.ofEntries(
            Map.entry("icmp", IpProtocol.ICMP),
            Map.entry("igmp", 2),
            Map.entry("tcp", IpProtocol.TCP),
            Map.entry("udp", IpProtocol.UDP),
            Map.entry("gre", IpProtocol.GRE),
            Map.entry("esp", IpProtocol.ESP),
            Map.entry("ah", IpProtocol.AUTHENTICATION),
            Map.entry("icmpv6", IpProtocol.ICMPV6),
            Map.entry("sctp", IpProtocol.SCTP),
            Map.entry("udplite", IpProtocol.UDP_LITE));
    private static final Map<String, Integer> DIRECTIONS = Map.of(
            "out", PacketRow.OUTBOUND,
            "outbound", PacketRow.OUTBOUND,
            "in", PacketRow.INBOUND,
            "inbound", PacketRow.INBOUND,
            "forward", PacketRow.FORWARD);
    private static final int MOST_PORT = 65_535;
    private static final int MOST_PROTOCOL = 255;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ACK = 0x10;

    private final PacketDraft draft = new PacketDraft();
    private final SocketOptions socket = new SocketOptions();
    private final PacketOptions options = new PacketOptions(draft, socket);
    private final Iterator<Word> words;
    private final int end;
    private long timeNanos;

    private PacketText(List<Word> words, int end) {
        this.words = words.iterator();
        this.end = end;
    }

    /**
     * Reads a line.
     *
     * @throws PacketSyntaxException if it is no packet, with the place and what was expected there
     */
    public static WrittenPacket parse(String line) throws PacketSyntaxException {
        return new PacketText(PacketWords.of(line), line.length() + 1).read();
    }

    private WrittenPacket read() throws PacketSyntaxException {
        Word word = next("a direction or a protocol");
        while (isWay(word)) {
            word = next("a protocol");
        }
        draft.protocol = protocol(word);
        Endpoint source = Endpoint.of(next("a source address"), hasPorts());
        Word arrow = next(">");
        if (!arrow.text().equals(">") && !arrow.text().equals("->")) {
            throw wrong(arrow, ">");
        }
        Word to = next("a destination address");
        Endpoint destination = Endpoint.of(to, hasPorts());
        if (source.address().getClass() != destination.address().getClass()) {
            throw wrong(to, "an address of the same IP version as the source");
        }
        draft.source = source.address();
        draft.sourcePort = source.port();
        draft.destination = destination.address();
        draft.destinationPort = destination.port();
        while (words.hasNext()) {
            Word option = words.next();
            if (!isWay(option)) {
                timeNanos = options.read(option, timeNanos);
            }
        }
        return packet();
    }

    /** Takes a word that says which way the packet goes; false if it says something else. */
    private boolean isWay(Word word) {
        String name = word.text().toLowerCase(Locale.ROOT);
        Integer direction = DIRECTIONS.get(name);
        if (direction != null) {
            draft.direction = direction;
        } else if (name.equals("loopback")) {
            draft.loopback = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean hasPorts() {
        return switch (draft.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.UDP_LITE, IpProtocol.SCTP -> true;
            default -> false;
        };
    }

    private WrittenPacket packet() {
        if (draft.icmpType < 0) {
            draft.icmpType = draft.protocol == IpProtocol.ICMPV6 ? ECHO_REQUEST_V6 : ECHO_REQUEST;
        }
        if (draft.protocol == IpProtocol.TCP && draft.tcpFlags == 0) {
            draft.tcpFlags = ACK;
        }
        return new WrittenPacket(
                FrameWriter.write(draft),
                draft.raw ? LinkType.RAW : LinkType.ETHERNET,
                draft.direction,
                draft.loopback,
                draft.interfaceId,
                timeNanos,
                socket.known());
    }

    private Word next(String expected) throws PacketSyntaxException {
        if (!words.hasNext()) {
            throw new PacketSyntaxException(end, "the packet ends", expected);
        }
        return words.next();
    }

    private static int protocol(Word word) throws PacketSyntaxException {
        Integer named = PROTOCOLS.get(word.text().toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        int number = number(word.text(), MOST_PROTOCOL);
        if (number < 0) {
            throw wrong(word, "a protocol: tcp, udp, icmp, icmpv6, sctp, … or 0..255");
        }
        return number;
    }

    /** The number, or -1 where it is none of 0 to {@code most}. */
    static int number(String text, int most) {
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        return value <= most ? value : -1;
    }

    static PacketSyntaxException wrong(Word word, String expected) {
        return new PacketSyntaxException(word.column(), "'" + word.text() + "'", expected);
    }

    /** One end of the packet. */
    private record Endpoint(InetAddress address, int port) {
        static Endpoint of(Word word, boolean withPort) throws PacketSyntaxException {
            String text = word.text();
            String address = text;
            String port = "";
            int colon = text.lastIndexOf(':');
            if (text.startsWith("[") && text.contains("]")) {
                address = text.substring(1, text.indexOf(']'));
                String rest = text.substring(text.indexOf(']') + 1);
                port = rest.startsWith(":") ? rest.substring(1) : "";
            } else if (colon > 0 && text.indexOf(':') == colon) {
                address = text.substring(0, colon);
                port = text.substring(colon + 1);
            }
            int number = number(port, MOST_PORT);
            if (withPort ? number < 0 : !port.isEmpty()) {
                throw wrong(word, withPort ? "ADDRESS:PORT, or [IPV6]:PORT" : "an address without a port");
            }
            return new Endpoint(literal(address, word), Math.max(number, 0));
        }

        private static InetAddress literal(String text, Word word) throws PacketSyntaxException {
            try {
                if (text.indexOf('%') < 0
                        && (text.indexOf(':') >= 0
                                || text.chars().filter(c -> c == '.').count() == 3)) {
                    return InetAddress.ofLiteral(text);
                }
            } catch (IllegalArgumentException notAnAddress) {
                throw wrong(word, "an IPv4 or IPv6 address");
            }
            throw wrong(word, "an IPv4 or IPv6 address");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.worker.endpoint.Endpoint;
import io.penstock.worker.nat.HeaderEdit.Cover;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Rewrites the headers of one packet by rules (RFC 3022): IP addresses, ports, identifiers of ICMP echoes, and in an ICMP error the header that it quotes
 * (RFC 5508 section 4). One thread.
 */
final class HeaderTranslation {
    private static final int IPV4_CHECKSUM = 10;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_CHECKSUM = 2;
    private static final int ICMP_IDENTIFIER = 4;
    private static final int ICMP_HEADER = 8;

    private final TranslationRules rules;

    HeaderTranslation(TranslationRules rules) {
        this.rules = rules;
    }

    /** What becomes of a packet. */
    sealed interface Outcome {
        /** No rule is for it. */
        record Unchanged() implements Outcome {}

        /** Its frame with other headers. */
        record Translated(byte[] frame, String text) implements Outcome {}

        /** A rule may be for it, but it cannot be translated. */
        record Impossible(String why) implements Outcome {}
    }

    Outcome translate(ClassifyIn in) {
        byte[] rows = in.rows();
        int row = in.row();
        int kind = PacketRow.kind(rows, row);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6) {
            return new Outcome.Unchanged();
        }
        if (PacketRow.transportOffset(rows, row) <= PacketRow.networkOffset(rows, row)) {
            return reassembled(rows, row);
        }
        HeaderEdit edit =
                new HeaderEdit(Arrays.copyOfRange(in.frame(), in.frameOffset(), in.frameOffset() + in.frameLength()));
        IpHeader header = new IpHeader(PacketRow.networkOffset(rows, row), kind == PacketRow.KIND_IPV6);
        if (!edit.has(header.at(), header.length())) {
            return new Outcome.Impossible("the frame was not shipped as far as its IP header");
        }
        if (PacketRow.has(rows, row, PacketRow.FLAG_ICMP_ERROR) && !isFragment(rows, row)) {
            return error(edit, header, PacketRow.transportOffset(rows, row));
        }
        return packet(edit, header, rows, row);
    }

    /** A datagram that was put together of fragments comes without an IP header, so there is nothing to write addresses into. */
    private Outcome reassembled(byte[] rows, int row) {
        int protocol = PacketRow.ipProtocol(rows, row);
        boolean ports = PacketRow.has(rows, row, PacketRow.FLAG_PORTS) && !isIcmp(protocol);
        int from = ports ? PacketRow.sourcePort(rows, row) : Endpoint.NO_PORT;
        int to = ports ? PacketRow.destinationPort(rows, row) : Endpoint.NO_PORT;
        Endpoint source = end(rows, row, PacketRow.SOURCE_ADDRESS, from);
        Endpoint destination = end(rows, row, PacketRow.DESTINATION_ADDRESS, to);
        boolean meant = !rules.source(protocol, source, destination).equals(source)
                || !rules.destination(protocol, source, destination).equals(destination);
        return meant
                ? new Outcome.Impossible("a datagram put together of fragments has no IP header; translate at IPPACKET")
                : new Outcome.Unchanged();
    }

    private static Endpoint end(byte[] rows, int row, int field, int port) {
        ByteBuffer address = ByteBuffer.wrap(rows, row + field, 16);
        return PacketRow.kind(rows, row) == PacketRow.KIND_IPV6
                ? new Endpoint(true, address.getLong(), address.getLong(), port)
                : new Endpoint(false, 0, address.getInt() & 0xFFFF_FFFFL, port);
    }

    private static boolean isFragment(byte[] rows, int row) {
        return PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT);
    }

    private Outcome packet(HeaderEdit edit, IpHeader header, byte[] rows, int row) {
        int protocol = PacketRow.ipProtocol(rows, row);
        boolean echo = isEcho(protocol, PacketRow.sourcePort(rows, row));
        boolean hasPorts = PacketRow.has(rows, row, PacketRow.FLAG_PORTS) && (!isIcmp(protocol) || echo);
        int identifier = PacketRow.tcpSequence(rows, row) >>> 16;
        int sourcePort = !hasPorts ? Endpoint.NO_PORT : echo ? identifier : PacketRow.sourcePort(rows, row);
        int destinationPort = !hasPorts ? Endpoint.NO_PORT : echo ? identifier : PacketRow.destinationPort(rows, row);
        Endpoint source = header.source(edit, sourcePort);
        Endpoint destination = header.destination(edit, destinationPort);
        if (!hasPorts && isFragment(rows, row) && rules.wantPorts(protocol, source, destination)) {
            return new Outcome.Impossible("a fragment without its first, so its ports are not known");
        }
        Endpoint newSource = rules.source(protocol, source, destination);
        Endpoint newDestination = rules.destination(protocol, source, destination);
        if (newSource.equals(source) && newDestination.equals(destination)) {
            return new Outcome.Unchanged();
        }
        boolean hasTransport = !PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT);
        int transport = hasTransport ? PacketRow.transportOffset(rows, row) : -1;
        Cover checksum = checksum(protocol, transport, null);
        boolean pseudo = protocol != IpProtocol.ICMP;
        header.source(edit, newSource, pseudo ? checksum : null, null);
        header.destination(edit, newDestination, pseudo ? checksum : null, null);
        if (hasTransport && hasPorts) {
            if (echo) {
                // The identifier stands once; whichever end was translated says what it is.
                int port = newSource.port() == identifier ? newDestination.port() : newSource.port();
                edit.word(transport + ICMP_IDENTIFIER, port, checksum);
            } else {
                edit.word(transport, newSource.port(), checksum);
                edit.word(transport + 2, newDestination.port(), checksum);
            }
        }
        return new Outcome.Translated(
                edit.frame(), source + " to " + destination + " is now " + newSource + " to " + newDestination);
    }

    /** An error goes by the packet that it quotes, which went the other way. */
    private Outcome error(HeaderEdit edit, IpHeader header, int icmp) {
        IpHeader quoted = new IpHeader(icmp + ICMP_HEADER, header.ipv6());
        Endpoint source = header.source(edit, Endpoint.NO_PORT);
        Endpoint destination = header.destination(edit, Endpoint.NO_PORT);
        if (!edit.has(quoted.at(), quoted.length()) || edit.u8(quoted.at()) >>> 4 != (header.ipv6() ? 6 : 4)) {
            int protocol = header.ipv6() ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
            boolean meant = !rules.source(protocol, source, destination).equals(source)
                    || !rules.destination(protocol, source, destination).equals(destination);
            return meant ? new Outcome.Impossible("an ICMP error that quotes nothing") : new Outcome.Unchanged();
        }
        QuotedTransport transport = QuotedTransport.of(edit, quoted);
        Endpoint sent = quoted.source(edit, transport.sourcePort());
        Endpoint sentTo = quoted.destination(edit, transport.destinationPort());
        // As if it was the reply: its source is whom the quoted packet was sent to.
        Endpoint newSentTo = rules.source(transport.protocol(), sentTo, sent);
        Endpoint newSent = rules.destination(transport.protocol(), sentTo, sent);
        Endpoint newDestination = destination.hasAddressOf(sent)
                ? newSent
                : rules.destination(TranslationRule.ANY_PROTOCOL, source, destination);
        Endpoint newSource = source.hasAddressOf(sentTo)
                ? newSentTo
                : rules.source(TranslationRule.ANY_PROTOCOL, source, destination);
        Cover checksum = new Cover(icmp + ICMP_CHECKSUM, false, null);
        boolean pseudo = header.ipv6();
        header.source(edit, newSource, pseudo ? checksum : null, null);
        header.destination(edit, newDestination, pseudo ? checksum : null, null);
        Cover inner = transport.checksum(checksum);
        Cover innerPseudo = transport.protocol() == IpProtocol.ICMP ? null : inner;
        quoted.source(edit, newSent, innerPseudo, checksum);
        quoted.destination(edit, newSentTo, innerPseudo, checksum);
        transport.ports(edit, newSent.port(), newSentTo.port(), inner, checksum);
        if (!edit.isChanged()) {
            return new Outcome.Unchanged();
        }
        return new Outcome.Translated(
                edit.frame(),
                "ICMP error about " + sent + " to " + sentTo + " is now about " + newSent + " to " + newSentTo);
    }

    /** Where the transport's checksum stands, or null where it has none that covers what is changed. */
    static Cover checksum(int protocol, int transport, Cover outer) {
        if (transport < 0) {
            return null;
        }
        return switch (protocol) {
            case IpProtocol.TCP -> new Cover(transport + TCP_CHECKSUM, false, outer);
            case IpProtocol.UDP -> new Cover(transport + UDP_CHECKSUM, true, outer);
            case IpProtocol.UDP_LITE, IpProtocol.DCCP -> new Cover(transport + UDP_CHECKSUM, false, outer);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> new Cover(transport + ICMP_CHECKSUM, false, outer);
            default -> null;
        };
    }

    static boolean isIcmp(int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    /** Echo and its reply: types 8 and 0 (RFC 792), 128 and 129 (RFC 4443). */
    static boolean isEcho(int protocol, int type) {
        return protocol == IpProtocol.ICMP ? type == 8 || type == 0 : isIcmp(protocol) && (type == 128 || type == 129);
    }

    /**
     * An IP header in a frame.
     *
     * @param at where it starts
     */
    record IpHeader(int at, boolean ipv6) {
        /** Bytes that must be there: the header without options. */
        int length() {
            return ipv6 ? 40 : 20;
        }

        Endpoint source(HeaderEdit edit, int port) {
            return end(edit, at + (ipv6 ? 8 : 12), port);
        }

        Endpoint destination(HeaderEdit edit, int port) {
            return end(edit, at + (ipv6 ? 24 : 16), port);
        }

        private Endpoint end(HeaderEdit edit, int from, int port) {
            return ipv6
                    ? new Endpoint(true, edit.i64(from), edit.i64(from + 8), port)
                    : new Endpoint(false, 0, edit.i32(from) & 0xFFFF_FFFFL, port);
        }

        /** Writes the source address; {@code pseudo} covers it by the pseudo header, {@code outer} as what an error quotes. */
        void source(HeaderEdit edit, Endpoint end, Cover pseudo, Cover outer) {
            write(edit, at + (ipv6 ? 8 : 12), end, pseudo, outer);
        }

        void destination(HeaderEdit edit, Endpoint end, Cover pseudo, Cover outer) {
            write(edit, at + (ipv6 ? 24 : 16), end, pseudo, outer);
        }

        private void write(HeaderEdit edit, int from, Endpoint end, Cover pseudo, Cover outer) {
            Cover own = ipv6 ? null : new Cover(at + IPV4_CHECKSUM, false, outer);
            int words = ipv6 ? 8 : 2;
            for (int i = 0; i < words; i++) {
                int shift = (words - 1 - i) * 16;
                long half = shift >= 64 ? end.high() : end.low();
                edit.word(from + 2 * i, (int) (half >>> (shift & 63)) & 0xFFFF, own, pseudo, outer);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.endpoint.Endpoint;
import io.penstock.worker.nat.HeaderEdit.Cover;
import io.penstock.worker.nat.HeaderTranslation.IpHeader;

/**
 * What an ICMP error quotes of a transport header, which may be its first eight bytes only (RFC 792).
 *
 * @param protocol of the quoted packet
 * @param at where its transport header starts; -1 where the quote has none
 * @param sourcePort or echo identifier; {@link Endpoint#NO_PORT} where there is none
 * @param destinationPort likewise
 */
record QuotedTransport(int protocol, int at, int sourcePort, int destinationPort) {
    private static final int MOST_EXTENSIONS = 8;

    static QuotedTransport of(HeaderEdit edit, IpHeader quoted) {
        return quoted.ipv6() ? ofV6(edit, quoted.at()) : ofV4(edit, quoted.at());
    }

    private static QuotedTransport ofV4(HeaderEdit edit, int ip) {
        int protocol = edit.u8(ip + 9);
        boolean later = (edit.u16(ip + 6) & 0x1FFF) != 0;
        return later ? none(protocol) : of(edit, protocol, ip + (edit.u8(ip) & 0x0F) * 4);
    }

    private static QuotedTransport ofV6(HeaderEdit edit, int ip) {
        int next = edit.u8(ip + 6);
        int at = ip + 40;
        for (int i = 0; i < MOST_EXTENSIONS && edit.has(at, 8); i++) {
            switch (next) {
                case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS -> {
                    next = edit.u8(at);
                    at += 8 + edit.u8(at + 1) * 8;
                }
                case IpProtocol.FRAGMENT -> {
                    if ((edit.u16(at + 2) & 0xFFF8) != 0) {
                        return none(edit.u8(at));
                    }
                    next = edit.u8(at);
                    at += 8;
                }
                default -> {
                    return of(edit, next, at);
                }
            }
        }
        return none(next);
    }

    private static QuotedTransport of(HeaderEdit edit, int protocol, int at) {
        if (HeaderTranslation.isIcmp(protocol)) {
            if (!edit.has(at, 6) || !HeaderTranslation.isEcho(protocol, edit.u8(at))) {
                return none(protocol);
            }
            return new QuotedTransport(protocol, at, edit.u16(at + 4), edit.u16(at + 4));
        }
        boolean hasPorts = switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.UDP_LITE, IpProtocol.DCCP -> edit.has(at, 4);
            default -> false;
        };
        return hasPorts ? new QuotedTransport(protocol, at, edit.u16(at), edit.u16(at + 2)) : none(protocol);
    }

    private static QuotedTransport none(int protocol) {
        return new QuotedTransport(protocol, -1, Endpoint.NO_PORT, Endpoint.NO_PORT);
    }

    Cover checksum(Cover outer) {
        return HeaderTranslation.checksum(protocol, at, outer);
    }

    void ports(HeaderEdit edit, int newSource, int newDestination, Cover inner, Cover outer) {
        if (at < 0) {
            return;
        }
        if (HeaderTranslation.isIcmp(protocol)) {
            edit.word(at + 4, newSource == sourcePort ? newDestination : newSource, inner, outer);
        } else {
            edit.word(at, newSource, inner, outer);
            edit.word(at + 2, newDestination, inner, outer);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.compose.PacketWords.Word;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what a line says behind the addresses: {@code flags}, {@code seq}, {@code ack}, {@code window} of TCP; {@code type}, {@code code}, {@code id}
 * of ICMP; {@code payload} (text, or {@code 0x} and hex digits) or {@code length} (so many zero bytes); {@code ttl}; {@code vlan}; {@code interface};
 * {@code time} (ISO 8601); {@code link=raw} for a frame without a link header.
 */
final class PacketOptions {
    private static final Map<String, Integer> CONTROL_BITS = Map.of(
            "fin", 0x01, "syn", 0x02, "rst", 0x04, "psh", 0x08, "ack", 0x10, "urg", 0x20, "ece", 0x40, "cwr", 0x80);
    private static final Map<String, Integer> TYPES_V4 = Map.of("echo-reply", 0, "unreachable", 3, "echo-request", 8);
    private static final Map<String, Integer> TYPES_V6 =
            Map.of("unreachable", 1, "echo-request", 128, "echo-reply", 129);
    private static final int BYTE = 0xFF;
    private static final int SHORT = 0xFFFF;
    private static final int VLAN_TAG = 0xFFF;
    private static final int MOST_PAYLOAD = 65_000;
    private static final long NANOS = 1_000_000_000L;

    private final PacketDraft draft;
    private final SocketOptions socket;

    PacketOptions(PacketDraft draft, SocketOptions socket) {
        this.draft = draft;
        this.socket = socket;
    }

    /** Reads one word into the draft; returns the packet's time, nanoseconds since 1970 UTC, as it stands after the word. */
    long read(Word word, long timeNanos) throws PacketSyntaxException {
        int equals = word.text().indexOf('=');
        if (equals < 0) {
            draft.tcpFlags = controlBits(word, word.text());
            return timeNanos;
        }
        String value = word.text().substring(equals + 1);
        String key = word.text().substring(0, equals).toLowerCase(Locale.ROOT);
        if (key.equals("time")) {
            return time(word, value);
        }
        option(word, key, value);
        return timeNanos;
    }

    private void option(Word word, String key, String value) throws PacketSyntaxException {
        switch (key) {
            case "flags" -> draft.tcpFlags = controlBits(word, value);
            case "seq" -> draft.sequence = wide(word, value);
            case "ack" -> draft.acknowledgement = wide(word, value);
            case "window" -> draft.window = number(word, value, SHORT);
            case "type" -> draft.icmpType = icmpType(word, value);
            case "code" -> draft.icmpCode = number(word, value, BYTE);
            case "id" -> draft.icmpId = number(word, value, SHORT);
            case "ttl" -> draft.hopLimit = number(word, value, BYTE);
            case "vlan" -> draft.vlan = number(word, value, VLAN_TAG);
            case "interface" -> draft.interfaceId = number(word, value, SHORT);
            case "payload" -> draft.payload = payload(word, value);
            case "length" -> draft.payload = new byte[number(word, value, MOST_PAYLOAD)];
            case "link" -> draft.raw = choice(word, value, "raw", "ethernet");
            default -> {
                if (!socket.read(word, key, value)) {
                    throw PacketText.wrong(
                            word,
                            "an option: flags, seq, ack, window, type, code, id, ttl, vlan, interface, payload, length,"
                                    + " time, link, process, pid, user, groups, package or capabilities");
                }
            }
        }
    }

    private int controlBits(Word word, String names) throws PacketSyntaxException {
        int bits = 0;
        for (String name : names.toLowerCase(Locale.ROOT).split("[-,]", -1)) {
            Integer bit = draft.protocol == IpProtocol.TCP ? CONTROL_BITS.get(name) : null;
            if (bit == null) {
                throw PacketText.wrong(
                        word, "in, out, forward, loopback, key=value, or for TCP control bits like syn or psh-ack");
            }
            bits |= bit;
        }
        return bits;
    }

    private int icmpType(Word word, String value) throws PacketSyntaxException {
        Integer named = (draft.protocol == IpProtocol.ICMPV6 ? TYPES_V6 : TYPES_V4).get(value);
        return named == null ? number(word, value, BYTE) : named;
    }

    private static int number(Word word, String value, int most) throws PacketSyntaxException {
        int number = PacketText.number(value, most);
        if (number < 0) {
            throw PacketText.wrong(word, "a number in 0.." + most);
        }
        return number;
    }

    private static long wide(Word word, String value) throws PacketSyntaxException {
        boolean digits =
                !value.isEmpty() && value.length() <= 10 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = digits ? Long.parseLong(value) : -1;
        if (number < 0 || number > 0xFFFF_FFFFL) {
            throw PacketText.wrong(word, "a number of 32 bits");
        }
        return number;
    }

    private static boolean choice(Word word, String value, String yes, String no) throws PacketSyntaxException {
        if (!value.equals(yes) && !value.equals(no)) {
            throw PacketText.wrong(word, yes + " or " + no);
        }
        return value.equals(yes);
    }

    private static byte[] payload(Word word, String value) throws PacketSyntaxException {
        byte[] bytes = value.startsWith("0x") ? hex(word, value.substring(2)) : value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_PAYLOAD) {
            throw PacketText.wrong(word, "at most " + MOST_PAYLOAD + " bytes");
        }
        return bytes;
    }

    private static byte[] hex(Word word, String digits) throws PacketSyntaxException {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException notHex) {
            throw PacketText.wrong(word, "hex digits, two for each byte");
        }
    }

    private static long time(Word word, String value) throws PacketSyntaxException {
        try {
            Instant instant = Instant.parse(value);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (DateTimeParseException | ArithmeticException noTime) {
            throw PacketText.wrong(word, "a time like 2026-03-01T12:00:00Z");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a security descriptor's text form, SDDL: {@code O:owner G:group D:flags(entries) S:flags(entries)}. Owner, group and audit list are checked and
 * dropped. Entries of an access list take part if they allow or deny, unconditionally and not only for children.
 */
final class Sddl {
    private static final Pattern ACL_FLAGS = Pattern.compile("(?:P|AR|AI)*");
    private static final String NULL_ACL = "NO_ACCESS_CONTROL";
    private static final Pattern GUID = Pattern.compile("\\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}?");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9A-Fa-f]{1,8}|\\d{1,10}");
    private static final Set<String> PLAIN_KINDS =
            Set.of("A", "D", "OA", "OD", "AU", "AL", "OU", "OL", "ML", "SP", "TL");
    private static final Set<String> KINDS_WITH_EXPRESSION = Set.of("XA", "XD", "ZA", "XU", "RA", "FL");
    private static final Set<String> ENTRY_FLAGS = Set.of("CI", "OI", "NP", "IO", "ID", "SA", "FA", "CR", "TP");
    /** The match right, 0x1 ({@code CC}). */
    private static final long MATCH = 0x1;

    private static final long GENERIC_ALL = 0x1000_0000L;
    private static final Map<String, Long> RIGHTS = Map.ofEntries(
            Map.entry("CC", MATCH),
            Map.entry("DC", 0x2L),
            Map.entry("LC", 0x4L),
            Map.entry("SW", 0x8L),
            Map.entry("RP", 0x10L),
            Map.entry("WP", 0x20L),
            Map.entry("DT", 0x40L),
            Map.entry("LO", 0x80L),
            Map.entry("CR", 0x100L),
            Map.entry("SD", 0x1_0000L),
            Map.entry("RC", 0x2_0000L),
            Map.entry("WD", 0x4_0000L),
            Map.entry("WO", 0x8_0000L),
            Map.entry("GA", GENERIC_ALL),
            Map.entry("GX", 0x2000_0000L),
            Map.entry("GW", 0x4000_0000L),
            Map.entry("GR", 0x8000_0000L),
            Map.entry("FA", 0x1F_01FFL),
            Map.entry("FR", 0x12_0089L),
            Map.entry("FW", 0x12_0116L),
            Map.entry("FX", 0x12_00A0L),
            Map.entry("KA", 0xF_003FL),
            Map.entry("KR", 0x2_0019L),
            Map.entry("KW", 0x2_0006L),
            Map.entry("KX", 0x2_0019L),
            Map.entry("NW", 0x1L),
            Map.entry("NR", 0x2L),
            Map.entry("NX", 0x4L));

    private final String text;

    private Sddl(String text) {
        this.text = text;
    }

    /**
     * Reads a descriptor.
     *
     * @throws IllegalArgumentException if the text is none; the message says where
     */
    static SecurityDescriptor parse(String text) {
        return new Sddl(text).descriptor();
    }

    private SecurityDescriptor descriptor() {
        SecurityDescriptor descriptor = new SecurityDescriptor(false, List.of());
        StringBuilder seen = new StringBuilder();
        int at = 0;
        do {
            char tag = at + 1 < text.length() && text.charAt(at + 1) == ':' ? text.charAt(at) : 0;
            if ("OGDS".indexOf(tag) < 0 || seen.indexOf(String.valueOf(tag)) >= 0) {
                throw invalid("'" + text.substring(at) + "' where O:, G:, D: or S: should be, each once");
            }
            seen.append(tag);
            int end = end(at + 2);
            String part = text.substring(at + 2, end).strip();
            if (tag == 'D') {
                descriptor = accessList(part);
            } else if (tag == 'S') {
                accessList(part);
            } else {
                trustee(part);
            }
            at = end;
        } while (at < text.length());
        return descriptor;
    }

    /** Where the part that begins here ends: at the next tag outside all parentheses. */
    private int end(int from) {
        int depth = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && at + 1 < text.length() && text.charAt(at + 1) == ':') {
                return at;
            }
        }
        return text.length();
    }

    private SecurityDescriptor accessList(String part) {
        int open = part.indexOf('(');
        String flags = (open < 0 ? part : part.substring(0, open)).strip();
        boolean none = flags.contains(NULL_ACL);
        if (!ACL_FLAGS.matcher(flags.replaceFirst(NULL_ACL, "")).matches() || none && open >= 0) {
            throw invalid("'" + flags + "' as flags of an access list");
        }
        List<SecurityDescriptor.Entry> entries = new ArrayList<>();
        int at = open < 0 ? part.length() : open;
        while (at < part.length()) {
            int end = closing(part, at);
            entry(part.substring(at + 1, end), entries);
            at = end + 1;
            while (at < part.length() && part.charAt(at) == ' ') {
                at++;
            }
        }
        return new SecurityDescriptor(!none, entries);
    }

    private int closing(String part, int open) {
        int depth = 0;
        for (int at = open; at < part.length(); at++) {
            char c = part.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                if (at == open) {
                    break;
                }
                return at;
            }
        }
        throw invalid("'" + part.substring(open) + "' where an entry in parentheses should be");
    }

    /** {@code kind;flags;rights;object;inherited object;trustee} and, for some kinds, an expression. */
    private void entry(String text, List<SecurityDescriptor.Entry> entries) {
        String[] parts = text.split(";", 7);
        String kind = parts[0];
        boolean expression = KINDS_WITH_EXPRESSION.contains(kind);
        boolean known = expression || PLAIN_KINDS.contains(kind);
        if (!known || parts.length < 6 || parts.length > 6 && !expression) {
            throw invalid("entry '(" + text + ")'");
        }
        boolean inheritOnly = false;
        for (String flag : pairs(parts[1], text)) {
            if (!ENTRY_FLAGS.contains(flag)) {
                throw invalid("flag '" + flag + "' in entry '(" + text + ")'");
            }
            inheritOnly |= flag.equals("IO");
        }
        long rights = rights(parts[2], text);
        boolean ofObject = isGuid(parts[3], text) | isGuid(parts[4], text);
        Trustee trustee = trustee(parts[5]);
        boolean allow = kind.equals("A") || kind.equals("OA");
        boolean takesPart = (allow || kind.equals("D") || kind.equals("OD")) && !inheritOnly && !ofObject;
        if (takesPart && (rights & (MATCH | GENERIC_ALL)) != 0) {
            entries.add(new SecurityDescriptor.Entry(allow, trustee));
        }
    }

    private boolean isGuid(String part, String entry) {
        if (!part.isEmpty() && !GUID.matcher(part).matches()) {
            throw invalid("object '" + part + "' in entry '(" + entry + ")'");
        }
        return !part.isEmpty();
    }

    private long rights(String part, String entry) {
        if (NUMBER.matcher(part).matches()) {
            return Long.decode(part);
        }
        long rights = 0;
        for (String right : pairs(part, entry)) {
            Long bits = RIGHTS.get(right);
            if (bits == null) {
                throw invalid("right '" + right + "' in entry '(" + entry + ")'");
            }
            rights |= bits;
        }
        return rights;
    }

    private List<String> pairs(String part, String entry) {
        if (part.length() % 2 != 0) {
            throw invalid("'" + part + "' in entry '(" + entry + ")'");
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < part.length(); i += 2) {
            pairs.add(part.substring(i, i + 2));
        }
        return pairs;
    }

    private Trustee trustee(String part) {
        Trustee alias = SidAlias.of(part);
        if (alias != null) {
            return alias;
        }
        if (!Sid.isSid(part)) {
            throw invalid("'" + part + "' as a SID");
        }
        return Trustee.of(new Sid(part));
    }

    private static IllegalArgumentException invalid(String what) {
        return new IllegalArgumentException(what);
    }
}

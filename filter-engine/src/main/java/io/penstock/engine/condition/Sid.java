// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A security identifier in its one canonical spelling, {@code S-1-5-18} (spec 3.2): equal SIDs are equal records.
 *
 * @param text {@code S-1-authority-part-…}; the authority in decimal below 2^32, else in hex, as Windows writes it
 */
public record Sid(String text) {
    /** The null SID: what {@code ALE_PACKAGE_ID} holds for a process outside an app container (spec 3.5). */
    public static final Sid NULL = new Sid("S-1-0-0");

    private static final int MAX_PARTS = 15;
    private static final String DOMAIN = "S-1-5-21-";
    private static final int DOMAIN_PARTS = 3;

    /**
     * Takes any spelling of the SID.
     *
     * @throws IllegalArgumentException if the text is no SID
     */
    public Sid {
        text = canonical(text);
    }

    /**
     * A SID as Windows keeps it: revision, number of parts, authority in 6 bytes big-endian, parts in 4 bytes little-endian.
     *
     * @throws IllegalArgumentException if the bytes are no SID
     */
    public static Sid of(byte[] bytes) {
        int parts = bytes.length < 8 ? -1 : bytes[1];
        if (parts < 0 || parts > MAX_PARTS || bytes[0] != 1 || bytes.length != 8 + 4 * parts) {
            throw new IllegalArgumentException("bytes that are no SID");
        }
        long authority = 0;
        for (int i = 2; i < 8; i++) {
            authority = authority << 8 | bytes[i] & 0xFF;
        }
        StringBuilder text = new StringBuilder("S-1-").append(authority);
        for (int part = 0; part < parts; part++) {
            long value = 0;
            for (int i = 3; i >= 0; i--) {
                value = value << 8 | bytes[8 + 4 * part + i] & 0xFF;
            }
            text.append('-').append(value);
        }
        return new Sid(text.toString());
    }

    /** Whether a text is a SID in some spelling. */
    public static boolean isSid(String text) {
        return Spelling.read(text) != null;
    }

    /** Whether this is the account or group of that relative id in some domain: {@code S-1-5-21-a-b-c-rid}. Allocates nothing. */
    boolean isOfDomain(String relativeId) {
        if (!text.startsWith(DOMAIN) || !text.endsWith(relativeId)) {
            return false;
        }
        int at = DOMAIN.length() - 1;
        for (int part = 0; part < DOMAIN_PARTS; part++) {
            at = text.indexOf('-', at + 1);
            if (at < 0) {
                return false;
            }
        }
        return text.length() - at - 1 == relativeId.length();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String canonical(String text) {
        String spelled = Spelling.read(text);
        if (spelled == null) {
            throw new IllegalArgumentException("'" + text + "' is no SID");
        }
        return spelled;
    }

    /** Apart, so that the patterns stand before {@link #NULL} is made. */
    private static final class Spelling {
        private static final Pattern SID =
                Pattern.compile("[Ss]-1-(0[xX][0-9A-Fa-f]{1,12}|\\d{1,15})((?:-\\d{1,10}){0," + MAX_PARTS + "})");
        private static final long MAX_AUTHORITY = (1L << 48) - 1;
        private static final long MAX_PART = (1L << 32) - 1;

        /** The canonical spelling, or null for what is no SID. */
        static String read(String text) {
            Matcher sid = SID.matcher(text);
            if (!sid.matches()) {
                return null;
            }
            String given = sid.group(1);
            long authority = given.length() > 1 && Character.toLowerCase(given.charAt(1)) == 'x'
                    ? Long.parseLong(given.substring(2), 16)
                    : Long.parseLong(given);
            if (authority > MAX_AUTHORITY) {
                return null;
            }
            StringBuilder spelled = new StringBuilder("S-1-");
            if (authority <= MAX_PART) {
                spelled.append(authority);
            } else {
                spelled.append("0x").append("%012x".formatted(authority));
            }
            for (String part : sid.group(2).split("-")) {
                if (!part.isEmpty()) {
                    long value = Long.parseLong(part);
                    if (value > MAX_PART) {
                        return null;
                    }
                    spelled.append('-').append(value);
                }
            }
            return spelled.toString();
        }
    }
}

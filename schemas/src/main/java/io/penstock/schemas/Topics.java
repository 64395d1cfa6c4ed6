// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.regex.Pattern;

/** Names of the topics. Public API: other programs read them by these names. */
public final class Topics {
    /** Packet batches, agents' status and, in band, policy activations and callout registrations. */
    public static final String PACKETS = "penstock.packets";
    /** What workers answer, at the partition of origin. */
    public static final String COMPLETIONS = "penstock.completions";
    /** Clones whose flow belongs to another partition; an input like packets. */
    public static final String REINJECTIONS = "penstock.reinjections";
    /** Policy documents and pointers to the active ones, compacted. */
    public static final String POLICY = "penstock.policy";
    /** Verdict batches, late verdicts and the ends of pends. */
    public static final String VERDICTS = "penstock.verdicts";
    /** Packets to be put back on the wire. */
    public static final String INJECTIONS = "penstock.injections";
    /** Discards, one batch per input record. */
    public static final String DISCARDS = "penstock.discards";
    /** Sums of discards, compacted. */
    public static final String DISCARD_COUNTS = "penstock.discard-counts";
    /** What callouts found. */
    public static final String FINDINGS = "penstock.findings";
    /** Flows as they start and end. */
    public static final String FLOWS = "penstock.flows";
    /** Which workers are alive, for people to see; compacted. */
    public static final String CALLOUTS = "penstock.callouts";
    /** What dynamic sessions with the policy live by, and the clock that ends it; compacted. */
    public static final String LEASES = "penstock.leases";
    /** Policy switches, registrations, overflows, errors. */
    public static final String AUDIT = "penstock.audit";
    /** Records that could not be read, whole, with the reason in their headers. */
    public static final String DEAD_LETTERS = "penstock.dead-letters";

    private static final String PENDED_PREFIX = "penstock.pended.";
    /** Kafka's own limit on a topic's name. */
    private static final int LONGEST_NAME = 249;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

    private Topics() {}

    /**
     * The topic of a callout's pended packets. A key that Kafka does not take as it is (a GUID in braces, spaces) is spelled with
     * {@code _} and two hexadecimal digits for each byte of UTF-8 outside letters, digits, dot and hyphen, so no two keys share a topic.
     *
     * @throws IllegalArgumentException if the key is empty or the name would pass Kafka's 249 characters
     */
    public static String pended(String calloutKey) {
        String name = PENDED_PREFIX + escaped(calloutKey);
        if (calloutKey.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "callout key \"" + calloutKey + "\" cannot name a topic: 1 to 234 characters are possible");
        }
        return name;
    }

    /**
     * The share group of a callout's workers. Its settings are made before the callout is registered, or the first pends would be skipped.
     *
     * @throws IllegalArgumentException as {@link #pended} does
     */
    public static String workers(String calloutKey) {
        return "workers." + pended(calloutKey);
    }

    private static String escaped(String key) {
        if (PLAIN.matcher(key).matches() && key.indexOf('_') < 0) {
            return key;
        }
        StringBuilder name = new StringBuilder();
        for (byte b : key.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-');
            if (plain) {
                name.append(c);
            } else {
                name.append(String.format("_%02x", (int) c));
            }
        }
        return name.toString();
    }
}

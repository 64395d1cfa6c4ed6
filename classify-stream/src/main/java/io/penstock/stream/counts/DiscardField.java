// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.DiscardCountKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a report on discard counts can be split by: parts of their key (spec 8.2), host and time besides. */
public enum DiscardField {
    /** As {@code discard-reasons.csv} spells it: Penstock's reason where there is one, else that of WFP. */
    REASON,
    /** The layer that dropped, {@code FWPM_LAYER_…}. */
    LAYER,
    /** Key of the filter; of one that a Windows machine recorded, which has none here, its origin and run-time id. */
    FILTER,
    /** Key of the callout. */
    CALLOUT,
    /** Whose traffic it was. */
    HOST,
    /** Start of the window of packet time, in UTC, such as {@code 2026-03-01T12:00:00Z}. */
    TIME,
    /** The log in which a Windows machine recorded them; none where Penstock dropped them itself. */
    SOURCE;

    private static final long NANOS_IN_A_SECOND = 1_000_000_000;

    /** How options and outputs name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a list such as {@code reason,layer}.
     *
     * @throws IllegalArgumentException if a name is none of them or stands there twice; the message says which
     */
    public static List<DiscardField> parse(String list) {
        List<DiscardField> fields = new ArrayList<>();
        for (String name : list.split(",", -1)) {
            DiscardField field = Arrays.stream(values())
                    .filter(known -> known.key().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("some of "
                            + Arrays.stream(values()).map(DiscardField::key).collect(Collectors.joining(","))
                            + " expected, found \"" + name.strip() + "\""));
            if (fields.contains(field)) {
                throw new IllegalArgumentException(field.key() + " stands there twice");
            }
            fields.add(field);
        }
        return fields;
    }

    /** What a sum has there, or null where it has none. */
    public String of(DiscardCountKey key) {
        return switch (this) {
            case REASON -> key.getDetail().isEmpty() ? key.getReason() : key.getDetail();
            case LAYER -> key.getLayer().isEmpty() ? null : key.getLayer();
            case FILTER -> key.getFilter() == null ? recorded(key) : key.getFilter();
            case CALLOUT -> key.getCallout();
            case HOST -> key.getHost();
            case TIME -> moment(key.getWindowStartNanos());
            case SOURCE -> key.getSource().isEmpty() ? null : key.getSource();
        };
    }

    /** The filter as Windows told it, or null. Ids change when a machine starts anew; an origin may be that of several filters. */
    private static String recorded(DiscardCountKey key) {
        String origin = key.getFilterOrigin();
        String id = key.getFilterId() == 0 ? "" : "id " + Long.toUnsignedString(key.getFilterId());
        String both = origin + (origin.isEmpty() || id.isEmpty() ? "" : ", ") + id;
        return both.isEmpty() ? null : both;
    }

    /** A moment of packet time as reports spell it, in UTC; {@code nanos} since 1970. */
    public static String moment(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_IN_A_SECOND), Math.floorMod(nanos, NANOS_IN_A_SECOND))
                .toString();
    }
}

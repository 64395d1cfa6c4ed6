// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

/**
 * Names one pend, the same on every run over the same log: the record the item came in, its place there, and the visit that pended it
 * (ARCHITECTURE, "Pends"). Its text is made once, since every step of a pend asks for it. Immutable.
 */
public final class PendId {
    private static final char SEPARATOR = '/';
    private static final int PARTS_BEFORE_VISIT = 4;

    private final String topic;
    private final int partition;
    private final long offset;
    private final int index;
    private final int visit;
    private final int layerId;
    private final String filterKey;
    private final String calloutKey;
    private final String text;

    /**
     * Makes an id.
     *
     * @param topic topic of origin
     * @param partition partition of origin, 0 and up
     * @param offset offset of the record of origin, 0 and up
     * @param index place in the record, from 0
     * @param visit number of the visit, counted on through the item's clones
     * @param layerId run-time id of the layer
     * @param filterKey filter that asked
     * @param calloutKey callout that answers
     */
    public PendId(
            String topic,
            int partition,
            long offset,
            int index,
            int visit,
            int layerId,
            String filterKey,
            String calloutKey) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.index = index;
        this.visit = visit;
        this.layerId = layerId;
        this.filterKey = filterKey;
        this.calloutKey = calloutKey;
        text = topic + "/" + partition + "/" + offset + "/" + index + "/" + visit + "/" + layerId + "/" + filterKey
                + "/" + calloutKey;
    }

    /** Topic of origin. */
    public String topic() {
        return topic;
    }

    /** Partition of origin, 0 and up. */
    public int partition() {
        return partition;
    }

    /** Offset of the record of origin, 0 and up. */
    public long offset() {
        return offset;
    }

    /** Place in the record, from 0. */
    public int index() {
        return index;
    }

    /** Number of the visit, counted on through the item's clones. */
    public int visit() {
        return visit;
    }

    /** Run-time id of the layer. */
    public int layerId() {
        return layerId;
    }

    /** Filter that asked. */
    public String filterKey() {
        return filterKey;
    }

    /** Callout that answers. */
    public String calloutKey() {
        return calloutKey;
    }

    /** Text form, for records and logs. */
    public String text() {
        return text;
    }

    /**
     * The id without the number of the visit. That counts layers with filters, so another policy, which has them elsewhere, comes to another number for the same question.
     */
    public String place() {
        return placeOf(text);
    }

    /**
     * The {@link #place()} of an id that is written down.
     *
     * @throws IllegalArgumentException if the text is no id
     */
    public static String placeOf(String text) {
        int at = 0;
        for (int part = 0; part < PARTS_BEFORE_VISIT; part++) {
            at = text.indexOf(SEPARATOR, at) + 1;
            if (at == 0) {
                throw new IllegalArgumentException("\"" + text + "\" is no id of a pend");
            }
        }
        int behind = text.indexOf(SEPARATOR, at);
        if (behind < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no id of a pend");
        }
        return text.substring(0, at) + text.substring(behind + 1);
    }

    /** Whether both name the same pend: a key may hold the separator, so the text alone does not say. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PendId id && text.equals(id.text) && calloutKey.equals(id.calloutKey);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

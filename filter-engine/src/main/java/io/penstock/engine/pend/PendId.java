// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

/**
 * Names one pend, the same on every run over the same log: the record the item came in, its place there, and the visit that pended it
 * (ARCHITECTURE, "Pends").
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
public record PendId(
        String topic,
        int partition,
        long offset,
        int index,
        int visit,
        int layerId,
        String filterKey,
        String calloutKey) {
    private static final char SEPARATOR = '/';
    private static final int PARTS_BEFORE_VISIT = 4;

    /** Text form, for records and logs. */
    public String text() {
        return topic + "/" + partition + "/" + offset + "/" + index + "/" + visit + "/" + layerId + "/" + filterKey
                + "/" + calloutKey;
    }

    /**
     * The id without the number of the visit. That counts layers with filters, so another policy, which has them elsewhere, comes to another number for the same question.
     */
    public String place() {
        return placeOf(text());
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
}

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
    /** Text form, for records and logs. */
    public String text() {
        return topic + "/" + partition + "/" + offset + "/" + index + "/" + visit + "/" + layerId + "/" + filterKey
                + "/" + calloutKey;
    }
}

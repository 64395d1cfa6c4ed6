// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.discard;

import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;

/**
 * What makes a discard the same when its input is read again (spec 8.2, 8): the place of its item in the input, the layer, and the number of the visit,
 * which runs on through the clones of one packet.
 *
 * @param topic topic of the record of origin; empty where items come from captures, which are then numbered by partition, their packets by offset
 * @param partition its partition, 0 and up
 * @param offset its offset, 0 and up
 * @param index place in the record, from 0
 * @param layerId run-time id of the layer, -1 where the item's evaluation failed
 * @param visit number of the visit, counted on through the item's clones
 */
public record DiscardId(String topic, int partition, long offset, int index, int layerId, int visit) {
    /** The id of a discard of an item. */
    public static DiscardId of(Item item, Discard discard) {
        return new DiscardId(
                item.topic(),
                item.partition(),
                item.offset(),
                item.index(),
                discard.layer() == null ? -1 : discard.layer().layerId(),
                discard.visit());
    }
}

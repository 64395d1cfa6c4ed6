// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.discard;

import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;

/**
 * What makes a discard the same when its input is read again (spec 8.2, 8): the place of its item in the input, the layer, and the number of the visit,
 * which runs on through the clones of one packet.
 *
 * @param topic topic of the record of origin; the agent's name where items come from a capture
 * @param partition its partition
 * @param offset its offset
 * @param index index in the batch
 * @param layerId run-time id of the layer, -1 where the item's evaluation failed
 * @param visit number of the visit
 */
public record DiscardId(String topic, int partition, long offset, int index, int layerId, int visit) {
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

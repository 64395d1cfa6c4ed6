// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamIndication;

/**
 * What a callout is asked about (spec 5.1). Valid during the call only; arrays are shared and may not be written.
 *
 * @param layer the layer of the visit
 * @param filter the filter that matched
 * @param providerContext the filter's configuration for the callout, or null
 * @param values every field's value
 * @param host whose traffic the item is, as its agent names it: two hosts may see the same connection, or use the same addresses for different ones
 * @param row offset of the packet's row ({@code PacketRow}) in {@code rows}
 * @param frame the array that holds the captured bytes
 * @param frameOffset index of the first of them
 * @param frameLength bytes that were shipped, 0 where the agent ships none
 * @param payloadOffset index in {@code frame} where the transport's payload starts; the datagram's where it was reassembled
 * @param payloadLength payload bytes that are there, at most what the headers say
 * @param injectionState whether this callout injected the item
 * @param flowContext what this callout set for the flow and layer, any 64 bits; 0: nothing
 * @param discard why the item was dropped; null except at discard layers
 * @param metadata what else is known; what is not is absent
 * @param stream the bytes of the stream; null except at STREAM
 */
public record ClassifyIn(
        Layer layer,
        Filter filter,
        ProviderContext providerContext,
        FieldValues values,
        String host,
        byte[] rows,
        int row,
        byte[] frame,
        int frameOffset,
        int frameLength,
        int payloadOffset,
        int payloadLength,
        InjectionState injectionState,
        long flowContext,
        DiscardMetadata discard,
        ClassifyMetadata metadata,
        StreamIndication stream) {

    /**
     * Metadata of discard layers (spec 8.1).
     *
     * @param reason WFP's, to be compared together with its module
     * @param detail Penstock's reason besides, or null
     * @param filterKey the filter that caused it, or null
     * @param filterId its run-time id, 0 where none caused it
     */
    public record DiscardMetadata(DiscardReason reason, DiscardReason detail, String filterKey, long filterId) {}
}

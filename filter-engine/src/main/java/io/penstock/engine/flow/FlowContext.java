// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a callout has associated with a flow for one layer (spec 5.6). At most one stands per flow, layer and callout.
 *
 * @param layerKey key of the layer it belongs to; no other layer sees it (F3)
 * @param calloutKey whose it is
 * @param value any u64 but 0
 */
public record FlowContext(String layerKey, String calloutKey, long value) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is 0, which stands for no context
     */
    public FlowContext {
        if (value == 0) {
            throw new IllegalArgumentException("a flow context of 0 is none (callout " + calloutKey + ")");
        }
    }

    /**
     * Writes contexts for a store: their number (u16), and of each the layer, the callout (modified UTF-8) and the value, big-endian.
     *
     * @throws IOException if the stream fails, or a key takes more than 65,535 bytes
     */
    public static void write(List<FlowContext> contexts, DataOutputStream out) throws IOException {
        out.writeShort(contexts.size());
        for (FlowContext context : contexts) {
            out.writeUTF(context.layerKey);
            out.writeUTF(context.calloutKey);
            out.writeLong(context.value);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the bytes end before their time
     * @throws IllegalArgumentException if a value is 0
     */
    public static List<FlowContext> read(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        List<FlowContext> contexts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            contexts.add(new FlowContext(in.readUTF(), in.readUTF(), in.readLong()));
        }
        return List.copyOf(contexts);
    }

    /** The one of a layer and callout, or null. */
    public static FlowContext find(List<FlowContext> contexts, String layerKey, String calloutKey) {
        for (FlowContext context : contexts) {
            if (context.calloutKey.equals(calloutKey) && context.layerKey.equals(layerKey)) {
                return context;
            }
        }
        return null;
    }

    /** The same and one more, last. */
    public static List<FlowContext> with(List<FlowContext> contexts, FlowContext more) {
        List<FlowContext> all = new ArrayList<>(contexts);
        all.add(more);
        return List.copyOf(all);
    }

    /** The same but one. */
    public static List<FlowContext> without(List<FlowContext> contexts, FlowContext less) {
        return contexts.stream().filter(context -> !context.equals(less)).toList();
    }
}

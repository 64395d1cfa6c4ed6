// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamPiece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams as they leave the layer, written down as text: {@code |} is a FIN, {@code !} a RST. */
public final class StreamRecord {
    /** Each piece in order, as {@code out permitted 0 "GET"}. */
    public final List<String> pieces = new ArrayList<>();

    private final Map<String, StringBuilder> left = new HashMap<>();
    private final Map<String, List<Long>> places = new HashMap<>();
    private final Map<String, Long> permitted = new HashMap<>();
    private final Map<String, Long> removed = new HashMap<>();

    /** Places of the bytes that came and left or were removed, in the order they were told. */
    public List<Long> offsets(boolean outbound) {
        return places.getOrDefault(outbound ? "out" : "in", List.of());
    }

    private void came(String direction, long offset, int length) {
        for (int i = 0; i < length; i++) {
            places.computeIfAbsent(direction, missing -> new ArrayList<>()).add(offset + i);
        }
    }

    void add(FlowState flow, boolean outbound, List<StreamPiece> told) {
        String direction = outbound ? "out" : "in";
        for (StreamPiece piece : told) {
            String text = switch (piece) {
                case StreamPiece.Permitted(var offset, var flags, var array, var from, var length) -> {
                    came(direction, offset, length);
                    permitted.merge(direction, (long) length, Long::sum);
                    yield leave(direction, "permitted", offset, flags, new String(array, from, length, ISO_8859_1));
                }
                case StreamPiece.Injected(var offset, var flags, var array, var from, var length, var callout) ->
                    leave(direction, "injected", offset, flags, new String(array, from, length, ISO_8859_1));
                case StreamPiece.Removed(var offset, var flags, var length, var filter) -> {
                    came(direction, offset, length);
                    removed.merge(direction, (long) length, Long::sum);
                    yield direction + " removed " + offset + " " + length + end(flags) + " by " + filter;
                }
                case StreamPiece.Missing(var offset, var length) -> direction + " missing " + offset + " " + length;
            };
            pieces.add(text);
        }
    }

    private String leave(String direction, String how, long offset, int flags, String data) {
        left.computeIfAbsent(direction, missing -> new StringBuilder())
                .append(data)
                .append(end(flags));
        return direction + " " + how + " " + offset + " \"" + data + "\"" + end(flags);
    }

    private static String end(int flags) {
        return (StreamFlags.isDisconnect(flags) ? "|" : "") + (StreamFlags.isAbort(flags) ? "!" : "");
    }

    /** What has left in a direction. */
    public String left(boolean outbound) {
        return left.getOrDefault(outbound ? "out" : "in", new StringBuilder()).toString();
    }

    public long permitted(boolean outbound) {
        return permitted.getOrDefault(outbound ? "out" : "in", 0L);
    }

    public long removed(boolean outbound) {
        return removed.getOrDefault(outbound ? "out" : "in", 0L);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamPiece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where bytes stand after edits, and that it outlives a restart. */
class SequenceMapTest {
    private final SequenceMap map = new SequenceMap();

    /** Of "0123456789", 3 and 4 became "abc", and "x" stands before 7. */
    private void edit() {
        map.edit(3, 0, bytes("abc"));
        map.edit(3, 2, bytes(""));
        map.edit(7, 0, bytes("x"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private String rewritten(int from, int to) {
        byte[] segment = bytes("0123456789".substring(from, to));
        return new String(map.rewritten(from, segment, 0, segment.length), ISO_8859_1);
    }

    @Test
    void shouldMoveWhatStandsBehindAnEdit() {
        edit();
        assertThat(map.start(2)).isEqualTo(2);
        assertThat(map.start(3)).isEqualTo(3);
        assertThat(map.start(5)).isEqualTo(6);
        assertThat(map.start(7)).as("before what was put in").isEqualTo(8);
        assertThat(map.end(7)).as("behind it").isEqualTo(9);
        assertThat(map.end(10)).isEqualTo(12);
    }

    @Test
    void shouldMakeAgainWhatIsSentAgain() {
        edit();
        assertThat(rewritten(0, 10)).isEqualTo("012abc56x789");
        assertThat(rewritten(0, 3)).isEqualTo("012");
        assertThat(rewritten(5, 7)).isEqualTo("56x");
        assertThat(rewritten(7, 9)).isEqualTo("x78");
    }

    @Test
    void shouldSendAllOfAnEditWithAnyPartOfIt() {
        edit();
        assertThat(rewritten(2, 4)).isEqualTo("2abc");
        assertThat(rewritten(4, 6)).isEqualTo("abc5");
        assertThat(map.start(4)).isEqualTo(3);
        assertThat(map.end(4)).isEqualTo(6);
    }

    @Test
    void shouldAcknowledgeAnEditOnceAllOfItWasReceived() {
        edit();
        assertThat(map.acknowledgement(3)).isEqualTo(3);
        assertThat(map.acknowledgement(4)).as("half of what was removed").isEqualTo(3);
        assertThat(map.acknowledgement(5)).isEqualTo(6);
        assertThat(map.acknowledgement(7)).isEqualTo(9);
        assertThat(map.original(3)).isEqualTo(3);
        assertThat(map.original(5)).as("half of what was put in").isEqualTo(3);
        assertThat(map.original(6)).isEqualTo(5);
        assertThat(map.original(12)).isEqualTo(10);
    }

    @Test
    void shouldForgetWhatWasAcknowledgedAndKeepTheNumbers() {
        edit();
        assertThat(map.acknowledged(6)).isTrue();
        assertThat(map.edits()).hasSize(1);
        assertThat(map.floor()).isEqualTo(5);
        assertThat(map.start(6)).isEqualTo(7);
        assertThat(map.end(10)).isEqualTo(12);
    }

    @Test
    void shouldRememberNoMoreThanItsBounds() {
        for (int i = 0; i < 3 * SequenceMap.MOST_EDITS; i++) {
            map.edit(2L * i, 1, bytes("ab"));
        }
        assertThat(map.edits()).hasSize(SequenceMap.MOST_EDITS);
        assertThat(map.end(6L * SequenceMap.MOST_EDITS)).isEqualTo(9L * SequenceMap.MOST_EDITS);
        map.edit(10_000, 1, new byte[SequenceMap.MOST_BYTES]);
        assertThat(map.edits()).hasSize(1);
    }

    @Test
    void shouldComeBackFromItsStore() {
        FlowKey flow = new FlowKey();
        flow.set("host", 4, IpProtocol.TCP, 1, 0, 2, 0, 3, 4);
        SegmentTable table = new SegmentTable();
        SegmentState state = table.start(flow, new SegmentState("filter", "callout"));
        Segmenter.start(state, true, -5, 0);
        Segmenter segmenter = new Segmenter();
        segmenter.begin(state, true);
        segmenter.left(
                true,
                List.of(
                        new StreamPiece.Permitted(0, StreamFlags.SEND, bytes("abc"), 0, 3),
                        new StreamPiece.Injected(3, StreamFlags.SEND, bytes("xyz"), 0, 3, "callout"),
                        new StreamPiece.Removed(3, StreamFlags.SEND, 1, "filter")));
        Map<String, byte[]> store = new HashMap<>();
        table.drainDirty((key, value) -> store.put(new String(key, ISO_8859_1), value));

        SegmentTable restored = new SegmentTable();
        store.forEach((key, value) -> restored.restore(key.getBytes(ISO_8859_1), value));
        SegmentDirection back = restored.find(flow).direction(true);
        assertThat(back.left).isEqualTo(4);
        assertThat(back.newLeft()).isEqualTo(6);
        assertThat(back.sequence(back.newLeft())).isEqualTo(1);
        assertThat(restored.find(flow).filterKey()).isEqualTo("filter");
        assertThat(restored.find(flow).calloutKey()).isEqualTo("callout");
        restored.remove(flow);
        Map<String, byte[]> gone = new HashMap<>();
        restored.drainDirty((key, value) -> gone.put(new String(key, ISO_8859_1), value));
        assertThat(gone).containsOnlyKeys(store.keySet()).containsValue(null);
    }
}

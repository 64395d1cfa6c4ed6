// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.redirect.RedirectTarget;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Local endpoints: what is found for an address, and that everything known survives as bytes. */
class EndpointTableTest {
    private static final SocketKnowledge KNOWN = new SocketKnowledge(
            7,
            "/usr/bin/Näme",
            "S-1-5-21-1",
            List.of("S-1-5-32-545", "S-1-1-0"),
            "S-1-15-2-9",
            List.of("S-1-15-3-1"),
            true);

    private static final RedirectRecord MOVED = new RedirectRecord(
            "mover",
            false,
            RedirectTarget.of(new byte[] {0, 0, 0, 9}, 56),
            Redirect.to(RedirectTarget.of(new byte[] {10, 0, 0, 7}, 9_090)));

    private final EndpointTable table = new EndpointTable();
    private final Map<String, byte[]> stored = new HashMap<>();

    private static FlowKey endpoint(String host, long address, int port) {
        return new FlowKey().set(host, 4, 17, address << 32, 0, 0, 0, port, 0);
    }

    private EndpointTable stored() {
        table.drainDirty((key, value) -> {
            if (value == null) {
                stored.remove(HexFormat.of().formatHex(key));
            } else {
                stored.put(HexFormat.of().formatHex(key), value);
            }
        });
        EndpointTable again = new EndpointTable();
        stored.forEach((key, value) -> again.restore(HexFormat.of().parseHex(key), value));
        return again;
    }

    @Test
    void shouldFindTheExactAddressBeforeTheWildcard() {
        table.bound(endpoint("h", 0, 53), null);
        table.bound(endpoint("h", 9, 53), KNOWN);

        assertThat(table.find(endpoint("h", 9, 53)).knowledge()).isEqualTo(KNOWN);
        assertThat(table.find(endpoint("h", 8, 53)).knowledge()).isNull();
        assertThat(table.find(endpoint("h", 8, 54))).isNull();
        assertThat(table.find(endpoint("other", 9, 53))).isNull();
    }

    @Test
    void shouldPutBackWhatWasStored() {
        table.bound(endpoint("h", 9, 53), KNOWN);
        table.bound(endpoint("h", 9, 53), null);
        table.listening(endpoint("h", 9, 54), null);
        table.learn(endpoint("h", 9, 55), KNOWN);
        table.bound(endpoint("h", 9, 56), null);
        table.redirected(endpoint("h", 9, 56), List.of(MOVED));
        stored();
        table.closed(endpoint("h", 9, 54));
        table.closed(endpoint("h", 9, 53));

        EndpointTable again = stored();

        assertThat(again.size()).isEqualTo(3);
        assertThat(again.find(endpoint("h", 9, 56)).redirects()).containsExactly(MOVED);
        assertThat(again.closed(endpoint("h", 9, 56))).isTrue();
        assertThat(again.find(endpoint("h", 9, 56)).redirects()).isEmpty();
        assertThat(again.find(endpoint("h", 9, 53)).isBound()).isTrue();
        assertThat(again.find(endpoint("h", 9, 55)).knowledge()).isEqualTo(KNOWN);
        assertThat(again.released(endpoint("h", 9, 53))).isTrue();
        assertThat(again.released(endpoint("h", 9, 53))).isTrue();
        assertThat(again.released(endpoint("h", 9, 53))).isFalse();
    }

    @Test
    void shouldForgetAHost() {
        table.bound(endpoint("h", 9, 53), KNOWN);
        table.bound(endpoint("other", 9, 53), KNOWN);
        stored();

        table.removeHost("h");

        assertThat(stored().size()).isOne();
        assertThat(table.find(endpoint("h", 9, 53))).isNull();
    }

    @Test
    void shouldStoreNothingWhereAnAgentRepeatsItself() {
        table.learn(endpoint("h", 9, 53), KNOWN);
        stored();
        table.learn(endpoint("h", 9, 53), KNOWN);
        stored.clear();

        assertThat(stored().isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoEndpoint() {
        byte[] key = endpoint("h", 9, 53).encode();

        assertThatThrownBy(() -> table.restore(key, new byte[] {9})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.restore(key, new byte[] {1, 0})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseKnowledgeThatNoSystemHas() {
        assertThatThrownBy(() -> SocketKnowledge.ofProcess(-2, "", "", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SocketKnowledge.ofProcess(1, "x".repeat(SocketKnowledge.LONGEST_PATH + 1), "", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SocketKnowledge(1, "", "nobody", List.of(), "", List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SocketKnowledge.ofProcess(1, "", "nobody", false).token()).isNull();
    }
}

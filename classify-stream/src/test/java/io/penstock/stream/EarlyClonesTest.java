// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EarlyClonesTest {
    private final TreeMap<String, byte[]> store = new TreeMap<>();
    private final EarlyClones clones = new EarlyClones();

    @Test
    void shouldGiveClonesInTheOrderInWhichTheyCame() {
        clones.add(9, new byte[] {9});
        clones.add(10, new byte[] {10});
        clones.add(300, new byte[] {30});

        assertThat(clones.first().getKey()).isEqualTo(9);
        clones.removeFirst();
        assertThat(clones.first().getKey()).isEqualTo(10);
        clones.removeFirst();
        assertThat(clones.first().getValue()).containsExactly(30);
        clones.removeFirst();
        assertThat(clones.isEmpty()).isTrue();
        assertThat(clones.first()).isNull();
    }

    @Test
    void shouldKeepThemInTheStoreUntilTheyHaveEntered() {
        clones.add(9, new byte[] {9});
        clones.add(300, new byte[] {30});
        drain();
        clones.removeFirst();
        drain();

        EarlyClones restored = new EarlyClones();
        store.forEach((key, value) -> restored.restore(HexFormat.of().parseHex(key), value));
        assertThat(restored.first().getKey()).isEqualTo(300);
        assertThat(restored.first().getValue()).containsExactly(30);
        restored.removeFirst();
        assertThat(restored.isEmpty()).isTrue();
    }

    @Test
    void shouldStoreNothingOfACloneThatCameAndWentWithinARecord() {
        clones.add(9, new byte[] {9});
        clones.removeFirst();
        drain();
        assertThat(store).isEmpty();
        clones.drainDirty((key, value) -> {
            throw new AssertionError("nothing has changed since");
        });
    }

    private void drain() {
        clones.drainDirty((key, value) -> {
            String name = HexFormat.of().formatHex(key);
            if (value == null) {
                store.remove(name);
            } else {
                store.put(name, value);
            }
        });
    }
}

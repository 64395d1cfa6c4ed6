// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * At most so many keys, each with a value: where there are more, those whose names have the least hashes. Which these are does not hang on the order in which
 * keys come, nor on who saw which, and a key that stays has never been away; so values are whole, and runs that share the work come to the same. One thread.
 */
final class LeastHashed<K, V> {
    private final int most;
    private final Function<K, String> name;
    private final Supplier<V> fresh;
    private final Map<K, Ranked<K, V>> kept = new HashMap<>();
    private final PriorityQueue<Ranked<K, V>> byRank =
            new PriorityQueue<>(Comparator.<Ranked<K, V>>comparingLong(Ranked::hash)
                    .thenComparing(Ranked::name)
                    .reversed());

    private record Ranked<K, V>(K key, String name, long hash, V value) {}

    /**
     * Without keys.
     *
     * @param most keys that are kept, 1 or more
     * @param name of a key; equal for equal keys alone
     */
    LeastHashed(int most, Function<K, String> name, Supplier<V> fresh) {
        this.most = most;
        this.name = name;
        this.fresh = fresh;
    }

    /** The value of a key, which may be new; null where the key is not kept. */
    V of(K key) {
        Ranked<K, V> known = kept.get(key);
        if (known != null) {
            return known.value();
        }
        String text = name.apply(key);
        Ranked<K, V> one = new Ranked<>(key, text, hash(text), null);
        if (kept.size() == most) {
            if (byRank.comparator().compare(one, byRank.peek()) < 0) {
                return null;
            }
            kept.remove(byRank.poll().key());
        }
        Ranked<K, V> added = new Ranked<>(key, text, one.hash(), fresh.get());
        kept.put(key, added);
        byRank.add(added);
        return added.value();
    }

    /** Each key with its value, in no order. */
    void forEach(BiConsumer<K, V> each) {
        kept.values().forEach(one -> each.accept(one.key(), one.value()));
    }

    /** FNV-1a with its bits mixed once more, since names that differ at their ends alone are common. */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        return hash ^ (hash >>> 31);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.Sublayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sublayers that an export's filters belong to, with their weights (spec 9.3, "Facts for the importer"): what the export says, else what the user
 * says, else the weight of a built-in one, else {@value #UNKNOWN_WEIGHT}. {@code show filters} names sublayers without weights. One thread.
 */
public final class ExportedSublayers {
    /** Weight of a sublayer that nobody knows (P17 of the specification). */
    public static final int UNKNOWN_WEIGHT = 0x8000;

    private static final int MOST_WEIGHT = 0xFFFF;

    private final Map<String, Integer> given;
    /** By key, in order of first appearance; empty where the export names no weight. */
    private final Map<String, Optional<Integer>> seen = new LinkedHashMap<>();

    /**
     * Begins with nothing seen.
     *
     * @param given weights by sublayer key, 0 to 65,535, where a person knows better
     */
    public ExportedSublayers(Map<String, Integer> given) {
        this.given = Map.copyOf(given);
    }

    /** Takes notice of an object: a sublayer with its weight, or the sublayer that a filter names. */
    public void add(ExportObject object) {
        switch (object.kind()) {
            case SUBLAYER -> seen.put(object.key(), weight(object.element().text("weight")));
            case FILTER -> seen.putIfAbsent(object.element().text("subLayerKey"), Optional.empty());
            case LAYER, CALLOUT, PROVIDER, PROVIDER_CONTEXT, SESSION, NET_EVENT -> {}
        }
    }

    private static Optional<Integer> weight(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Character::isDigit);
        return digits ? Optional.of(Integer.parseInt(text)).filter(w -> w <= MOST_WEIGHT) : Optional.empty();
    }

    /**
     * Every sublayer that was named, in order of first appearance; an empty key stands for the default sublayer.
     *
     * @throws IllegalArgumentException if a weight that a person gave is outside its range
     */
    public List<Sublayer> sublayers() {
        int builtIn = BuiltInSublayers.all().size();
        Map<String, Sublayer> sublayers = new LinkedHashMap<>();
        seen.forEach((key, weight) -> {
            String name = key.isEmpty() ? Sublayer.UNIVERSAL : key;
            Optional<Sublayer> known = BuiltInSublayers.byKey(name);
            String full = known.map(Sublayer::subLayerKey).orElse(name);
            int order = known.map(Sublayer::order).orElse(builtIn + sublayers.size());
            int weighs = weight.orElseGet(
                    () -> given.getOrDefault(full, known.map(Sublayer::weight).orElse(UNKNOWN_WEIGHT)));
            sublayers.putIfAbsent(full, new Sublayer(full, weighs, order));
        });
        return List.copyOf(sublayers.values());
    }
}

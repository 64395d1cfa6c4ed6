// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.ObjectKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The sublayers that an export's filters belong to, with their weights (spec 9.3, "Facts for the importer"): what the export says, else what the user
 * says, else the weight of a built-in one, else {@value #UNKNOWN_WEIGHT}. {@code show filters} names sublayers without weights. One thread.
 */
public final class ExportedSublayers {
    /** Weight of a sublayer that nobody knows (P17 of the specification). */
    public static final int UNKNOWN_WEIGHT = 0x8000;

    private static final int MOST_WEIGHT = 0xFFFF;

    private final Map<String, Integer> given = new TreeMap<>();
    /** By key, in order of first appearance. */
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    /** What the export says of a sublayer; {@code weight} empty where it says nothing. */
    private record Seen(Optional<Integer> weight, String name, String providerKey) {}

    /**
     * Begins with nothing seen.
     *
     * @param given weights by sublayer key, 0 to 65,535, where a person knows better
     */
    public ExportedSublayers(Map<String, Integer> given) {
        given.forEach((key, weight) -> this.given.put(full(key), weight));
    }

    /** The key that policies call a sublayer by: a built-in one by its name, none by that of the default (spec 1.7). */
    public static String full(String key) {
        String normal = ObjectKey.isAbsent(key) ? Sublayer.UNIVERSAL : ObjectKey.normal(key);
        return BuiltInSublayers.byKey(normal).map(Sublayer::subLayerKey).orElse(normal);
    }

    /** Takes notice of an object: a sublayer with its weight, or the sublayer that a filter names. */
    public void add(ExportObject object) {
        ExportElement element = object.element();
        switch (object.kind()) {
            case SUBLAYER -> {
                String provider = ObjectKey.normal(element.text("providerKey"));
                String name =
                        element.child("displayData").map(d -> d.text("name")).orElse("");
                seen.put(
                        full(object.key()),
                        new Seen(weight(element.text("weight")), name, ObjectKey.isAbsent(provider) ? null : provider));
            }
            case FILTER -> seen.putIfAbsent(full(element.text("subLayerKey")), new Seen(Optional.empty(), "", null));
            case LAYER, CALLOUT, PROVIDER, PROVIDER_CONTEXT, SESSION, NET_EVENT, LOGGED_EVENT -> {}
        }
    }

    private static Optional<Integer> weight(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Character::isDigit);
        return digits ? Optional.of(Integer.parseInt(text)).filter(w -> w <= MOST_WEIGHT) : Optional.empty();
    }

    /** Keys of the sublayers whose weight neither the export nor a person says. */
    public Set<String> assumed() {
        Set<String> assumed = new HashSet<>();
        seen.forEach((key, sublayer) -> {
            if (sublayer.weight.isEmpty() && !given.containsKey(key)) {
                assumed.add(key);
            }
        });
        return assumed;
    }

    /**
     * Every sublayer that was named, in order of first appearance.
     *
     * @throws IllegalArgumentException if a weight that a person gave is outside its range
     */
    public List<Sublayer> sublayers() {
        int builtIn = BuiltInSublayers.all().size();
        List<Sublayer> sublayers = new ArrayList<>();
        seen.forEach((key, said) -> {
            Optional<Sublayer> known = BuiltInSublayers.byKey(key);
            int order = known.map(Sublayer::order).orElse(builtIn + sublayers.size());
            int weight = said.weight.orElseGet(
                    () -> given.getOrDefault(key, known.map(Sublayer::weight).orElse(UNKNOWN_WEIGHT)));
            String name = known.isPresent() || said.name.isEmpty() ? key : said.name;
            sublayers.add(new Sublayer(key, weight, order, name, said.providerKey));
        });
        return List.copyOf(sublayers);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.ProviderContext;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What was made of provider contexts, by identity: a revision's contexts are the same objects from item to item, and comparing their data would cost more than most
 * callouts' work (spec 1.11). One thread.
 */
public final class ContextCache<T> {
    private static final int MOST_CONTEXTS = 64;

    private final Map<ProviderContext, T> known = new IdentityHashMap<>();
    private final Function<ProviderContext, T> maker;
    private final Consumer<T> gone;

    /**
     * A cache without anything in it.
     *
     * @param maker makes something of a context
     * @param gone told of what is forgotten
     */
    public ContextCache(Function<ProviderContext, T> maker, Consumer<T> gone) {
        this.maker = maker;
        this.gone = gone;
    }

    /** A cache of what only takes memory, read from the data of contexts. */
    public static <T> ContextCache<T> of(Function<ContextReader, T> reading) {
        return new ContextCache<>(context -> ContextReader.read(context.data(), reading), forgotten -> {});
    }

    /** What was made of a context, now or before. */
    public T get(ProviderContext context) {
        T made = known.get(context);
        if (made != null) {
            return made;
        }
        // Old revisions' contexts go with the rest once there are many.
        if (known.size() == MOST_CONTEXTS) {
            known.values().forEach(gone);
            known.clear();
        }
        made = maker.apply(context);
        known.put(context, made);
        return made;
    }
}

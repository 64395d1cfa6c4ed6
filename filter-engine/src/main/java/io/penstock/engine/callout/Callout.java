// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;
import java.util.Set;

/**
 * Code that a filter consults, {@code FWPS_CALLOUT} (spec 5). The same code answers inside the evaluation, in a worker that was sent the pended
 * item, or at once when the past is replayed, so it decides by its arguments alone and has no effect but through {@link ClassifyOut}. An instance
 * is called by one thread at a time.
 */
public interface Callout {
    /** The key that policies name it by. */
    String key();

    /** Where its code answers; inline unless it says otherwise. */
    default CalloutMode mode() {
        return CalloutMode.INLINE;
    }

    /** How workers get what is pended for it; means nothing for an inline callout. */
    default CalloutDelivery delivery() {
        return CalloutDelivery.SHARED;
    }

    /**
     * Whether later items of a flow wait behind one that is pended for it (spec 6.7). False where the order does not matter to it: then verdicts
     * may depend on how fast workers answer.
     */
    default boolean isOrdered() {
        return true;
    }

    /** Its run-time flags (spec 1.10). */
    default Set<CalloutFlag> flags() {
        return Set.of();
    }

    /** Whether it looks at payload, which IPsec hides at the network layers; it is not asked there about what is secured (spec 10 G14). */
    default boolean readsContent() {
        return mode() == CalloutMode.OUT_OF_BAND;
    }

    /**
     * Whether it may put bytes into streams or take some out, inline at the STREAM layers. Then what leaves of the flows it is shown is made of the stream,
     * segment by segment: bytes that wait for it do not leave with the packet that brought them, and numbers are moved in both directions.
     */
    default boolean editsStreams() {
        return false;
    }

    /**
     * What is wrong with a filter that names this callout and with its provider context (spec 1.11), asked when a policy is read by a command, before anything is in
     * force. What is found refuses the policy; a policy that was put in force elsewhere was not asked about, so {@link #classify} still meets anything.
     *
     * @param context the filter's, null where it has none
     */
    default List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return List.of();
    }

    /** Decides one item; what it leaves unwritten stays unwritten (spec 4.3, "abstains"). An exception counts as failed: {@code pend.onTimeout}. */
    void classify(ClassifyIn in, ClassifyOut out);

    /**
     * {@code notifyFn} (spec 5.5): a filter that names this callout is added or, with {@code added} false, deleted. False refuses the addition, where
     * it is asked before the commit; after it, at an activation in the packet log, and of a deletion the answer changes nothing. Filters that stood
     * before the callout was registered are not told, but their end is, so deletions may come without additions. A
     * deletion is told without the filter's key: its {@code filterKey} is null, its {@code filterId} the one it had last.
     */
    default boolean notify(Filter filter, boolean added) {
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.builtin.BuiltInCode;

/** The run-time halves of callouts (spec 1.10): what somebody has registered, and what is built in. One thread. */
final class RuntimeCallouts {
    private final CalloutRegistry registry;

    RuntimeCallouts(CalloutRegistry registry) {
        this.registry = registry;
    }

    /** The callout's run-time object, null where it has none. What somebody registers goes before what is built in. */
    CalloutRegistration registration(String calloutKey) {
        CalloutRegistration registered = registry.lookup(calloutKey);
        return registered == null ? BuiltInCode.lookup(calloutKey) : registered;
    }

    /** What is asked, or has answered already. */
    CalloutRegistration of(String calloutKey) {
        CalloutRegistration registration = registration(calloutKey);
        return registration == null ? registry.find(calloutKey) : registration;
    }

    /** Whether the callout speaks for an item: what it has let through stays let through while it is being unregistered (spec 6.7). */
    boolean isRegistered(String calloutKey, Item item, Walk walk) {
        return registration(calloutKey) != null
                || registry.isLeaving(calloutKey)
                        && registry.find(calloutKey).mode() == CalloutMode.OUT_OF_BAND
                        && hasAnswered(calloutKey, item, walk);
    }

    private static boolean hasAnswered(String calloutKey, Item item, Walk walk) {
        return walk.answered != null && walk.answered.calloutKey().equals(calloutKey)
                || item.injectionChain.contains(calloutKey);
    }

    /** Whether the callout replaces bytes of streams. */
    boolean editsStreams(String calloutKey) {
        return registration(calloutKey).editsStreams();
    }

    /** Whether the callout may be shown streams of flows that began before its filter was added (spec 7.7 S8). */
    boolean allowsMidStream(String calloutKey) {
        return registration(calloutKey).flags().contains(CalloutFlag.ALLOW_MID_STREAM_INSPECTION);
    }
}

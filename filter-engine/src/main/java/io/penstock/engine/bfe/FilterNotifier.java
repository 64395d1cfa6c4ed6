// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.function.Function;

/**
 * Tells callouts of the filters that name them (spec 5.5). What a callout hears of as it is added, it may refuse, and hears of again as deleted where
 * its transaction is not committed. Deletes are told after the commit and cannot be refused; they may come without adds.
 */
final class FilterNotifier {
    private final Function<String, CalloutRegistration> registrations;

    FilterNotifier(Function<String, CalloutRegistration> registrations) {
        this.registrations = registrations;
    }

    /** Whether a callout has its run-time half (spec 1.10). */
    boolean isRegistered(String calloutKey) {
        return registrations.apply(calloutKey) != null;
    }

    /**
     * A filter is being added.
     *
     * @return whether its callout was told; false: it has none here, or is told after the commit
     */
    boolean adding(StoredObject filter, ObjectStore store) {
        CalloutRegistration callout = callout(filter);
        if (callout == null || isToldAfterCommit(callout)) {
            return false;
        }
        if (!callout.tell(PolicyCompiler.filter(filter, store), true)) {
            String detail = "callout '" + callout.key() + "' refuses it";
            throw Refusal.of(FwpError.FWP_E_CALLOUT_NOTIFICATION_FAILED, filter, detail);
        }
        return true;
    }

    /** A filter of which its callout was told is deleted before it was ever committed. */
    void withdrawn(StoredObject filter, ObjectStore store) {
        CalloutRegistration callout = callout(filter);
        if (callout != null) {
            deleted(callout, filter, store);
        }
    }

    private static void deleted(CalloutRegistration callout, StoredObject filter, ObjectStore store) {
        callout.tell(PolicyCompiler.filter(filter, store).withoutKey(), false);
    }

    /** A transaction is not committed. */
    void aborted(Transaction transaction) {
        for (Transaction.Change change : transaction.changes()) {
            if (change.object().kind() == ObjectKind.FILTER && transaction.isAnnounced(change.object())) {
                withdrawn(change.object(), transaction.store());
            }
        }
    }

    /** A transaction was committed; {@code before} is the state that it changed. */
    void committed(Transaction transaction, ObjectStore before) {
        for (Transaction.Change change : transaction.changes()) {
            StoredObject object = change.object();
            if (object.kind() != ObjectKind.FILTER || transaction.isAnnounced(object)) {
                continue;
            }
            CalloutRegistration callout = callout(object);
            if (callout != null && change.added()) {
                callout.tell(PolicyCompiler.filter(object, transaction.store()), true);
            } else if (callout != null) {
                deleted(callout, object, before);
            }
        }
    }

    private CalloutRegistration callout(StoredObject filter) {
        String key = ((FwpmFilter) filter.object()).calloutKey();
        CalloutRegistration registration = key == null ? null : registrations.apply(key);
        return registration == null || registration.code() == null ? null : registration;
    }

    /** A worker elsewhere cannot refuse a filter, nor can who asked to be told after the commit. */
    private static boolean isToldAfterCommit(CalloutRegistration callout) {
        return callout.mode() == CalloutMode.OUT_OF_BAND
                || callout.flags().contains(CalloutFlag.ENABLE_COMMIT_ADD_NOTIFY);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A transaction under way (spec 1.4): the state that it sees and, if it may write, changes. Guarded by the engine's mutex. */
final class Transaction {
    private final TransactionMode mode;
    private final ObjectStore store;
    private final List<Change> changes = new ArrayList<>();
    /** Filters whose callout was told of them before the commit. */
    private final Set<Long> announced = new HashSet<>();

    private boolean aborted;

    /** An object that will have been added or deleted. */
    record Change(boolean added, StoredObject object) {}

    private Transaction(TransactionMode mode, ObjectStore store) {
        this.mode = mode;
        this.store = store;
    }

    static Transaction begin(TransactionMode mode, ObjectStore committed) {
        return new Transaction(mode, mode == TransactionMode.READ_ONLY ? committed : new ObjectStore(committed));
    }

    boolean writes() {
        return mode == TransactionMode.READ_WRITE;
    }

    ObjectStore store() {
        return store;
    }

    /** In the order in which they were made; what was added and deleted again is not among them. */
    List<Change> changes() {
        return changes;
    }

    void add(StoredObject object, boolean wasAnnounced) {
        store.put(object);
        changes.add(new Change(true, object));
        if (wasAnnounced) {
            announced.add(object.luid());
        }
    }

    /** Deletes an object; whether this transaction itself had added it and its callout has been told. */
    boolean delete(StoredObject object) {
        store.remove(object);
        if (!changes.remove(new Change(true, object))) {
            changes.add(new Change(false, object));
            return false;
        }
        return announced.remove(object.luid());
    }

    boolean isAnnounced(StoredObject filter) {
        return announced.contains(filter.luid());
    }

    /** It was aborted by force (spec 1.4 T7); its owner has yet to hear of it. */
    void aborted() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }
}

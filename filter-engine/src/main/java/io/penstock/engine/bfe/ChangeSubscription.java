// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Notices of committed changes (spec 1.14), in the order in which they were made, in a queue of a given length. When it is full, what follows is dropped
 * until the subscriber has taken what is there and has been told. Any thread; calls run under the engine's mutex and never wait for a notice.
 */
public final class ChangeSubscription {
    private final BfeState state;
    private final Template template;
    private final Predicate<StoredObject> selected;
    private final Deque<Notice> queue = new ArrayDeque<>();
    private boolean dropped;

    /** What a subscriber wants to hear of. */
    public enum Flag {
        /** FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_ADD, 0x1. */
        NOTIFY_ON_ADD,
        /** FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_DELETE, 0x2. */
        NOTIFY_ON_DELETE
    }

    /**
     * Which changes.
     *
     * @param kind kind of the objects
     * @param providerKey whose; null: anybody's. For filters {@code filters} says it
     * @param filters which filters; null: those of any kind, boot-time and disabled ones too
     * @param flags at least one
     * @param capacity notices that wait at most, 1 or more
     */
    public record Template(
            ObjectKind kind, String providerKey, FilterEnumTemplate filters, Set<Flag> flags, int capacity) {
        /**
         * Checks the capacity; whether the flags and the kind make sense is told when it is subscribed.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Template {
            flags = Set.copyOf(flags);
            if (capacity < 1) {
                throw new IllegalArgumentException("capacity is " + capacity + ", expected 1 or more");
            }
        }

        /** Additions and deletions of a kind, of which {@code capacity} notices wait at most. */
        public static Template of(ObjectKind kind, int capacity) {
            return new Template(kind, null, null, Set.of(Flag.values()), capacity);
        }
    }

    /**
     * One change.
     *
     * @param added whether the object was added or deleted
     * @param kind its kind
     * @param key its key
     * @param luid its locally unique number, of a filter its id; 0 for providers
     */
    public record Notice(boolean added, ObjectKind kind, String key, long luid) {}

    ChangeSubscription(BfeState state, Template template, ObjectStore store) {
        this.state = state;
        this.template = template;
        if (template.flags().isEmpty()) {
            throw new FwpException(
                    FwpError.FWP_E_INVALID_FLAGS, template.kind(), null, "a subscription to neither adds nor deletes");
        }
        if (!ObjectStore.KINDS.contains(template.kind())) {
            throw new FwpException(FwpError.FWP_E_NEVER_MATCH, template.kind(), null, "none is ever added or deleted");
        }
        ObjectEnumeration.requireProvider(store, template.kind(), template.providerKey());
        selected = template.kind() == ObjectKind.FILTER && template.filters() != null
                ? FilterEnumeration.of(template.filters(), store, state.prefixIsSuffix())::selects
                : object -> ObjectEnumeration.isOf(object, template.providerKey());
    }

    /**
     * The oldest notice, empty where there is none.
     *
     * @throws FwpException FWP_E_NOTIFICATION_DROPPED, once after the last notice before a gap
     */
    public Optional<Notice> poll() {
        return state.guarded(() -> {
            if (queue.isEmpty() && dropped) {
                dropped = false;
                throw new FwpException(FwpError.FWP_E_NOTIFICATION_DROPPED, template.kind(), null, "");
            }
            return Optional.ofNullable(queue.poll());
        });
    }

    /** Ends it; what waits can still be taken. */
    public void cancel() {
        state.guarded(() -> state.subscriptions().remove(this));
    }

    void offer(Transaction.Change change) {
        StoredObject object = change.object();
        Flag flag = change.added() ? Flag.NOTIFY_ON_ADD : Flag.NOTIFY_ON_DELETE;
        if (object.kind() != template.kind() || !template.flags().contains(flag) || !selected.test(object)) {
            return;
        }
        dropped |= queue.size() == template.capacity();
        if (!dropped) {
            queue.add(new Notice(change.added(), object.kind(), object.key(), object.luid()));
        }
    }
}

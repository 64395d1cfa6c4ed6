// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.schemas.Reinjection;
import io.penstock.schemas.Topics;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Lets clones that come from other partitions enter their path, in the order in which they came. On the task's stream thread only. */
final class ArrivingClones {
    private final int partition;
    private final PolicyHistory policies;
    private final Function<byte[], SpecificRecord> reader;
    private final Consumer<Item> path;
    private final EarlyClones early = new EarlyClones();

    /**
     * Starts with none.
     *
     * @param partition of the task
     * @param reader of records
     * @param path where clones go on
     */
    ArrivingClones(
            int partition, PolicyHistory policies, Function<byte[], SpecificRecord> reader, Consumer<Item> path) {
        this.partition = partition;
        this.policies = policies;
        this.reader = reader;
        this.path = path;
    }

    /**
     * Takes a {@link Reinjection} in.
     *
     * @param offset its place in the partition
     * @param value the record as it came
     * @throws UnreadableRecordException if there is no clone in it
     */
    void arrive(long offset, byte[] value) {
        if (!early.isEmpty() || !enter(offset, value)) {
            early.add(offset, value);
        }
    }

    /** A policy has come into force: those that waited for it enter. */
    void activated() {
        while (!early.isEmpty() && enter(early.first().getKey(), early.first().getValue())) {
            early.removeFirst();
        }
    }

    /** Whether none waits. */
    boolean isEmpty() {
        return early.isEmpty();
    }

    /** Lets a clone enter its path, unless it was made under a policy that this partition has yet to switch to. */
    private boolean enter(long offset, byte[] value) {
        if (!(reader.apply(value) instanceof Reinjection record)) {
            throw new UnreadableRecordException("a clone that waited is no Reinjection");
        }
        Item clone = clone(offset, record);
        if (clone == null) {
            return false;
        }
        path.accept(clone);
        return true;
    }

    /** The clone; its place is that of its record, which is where completions come back to. Null: its policy is yet to come. */
    private Item clone(long offset, Reinjection record) {
        boolean[] isEarly = new boolean[1];
        byte[] bytes = new byte[record.getItem().remaining()];
        record.getItem().duplicate().get(bytes);
        try {
            Item clone = ItemCodec.decode(bytes, number -> {
                isEarly[0] |= number > policies.active().revision();
                PolicyRevision revision = policies.at(number);
                return revision == null ? policies.active() : revision;
            });
            clone.origin(Topics.REINJECTIONS, partition, offset, record.getPublishTimeMs());
            return isEarly[0] ? null : clone;
        } catch (IllegalArgumentException unreadable) {
            throw new UnreadableRecordException("a clone cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        early.drainDirty(store);
    }

    void restore(byte[] key, byte[] value) {
        early.restore(key, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store that keeps nothing and is told when its task is about to be committed, while other stores can still be written to: what they are written is part of
 * the commit.
 *
 * <p>Kafka Streams tells nobody but stores with a cache, for which it has an interface among its internals. There is one caller: whoever has the task's state in
 * hand. A store that is closed or opened anew forgets it, since what it has not written then is of a transaction that has failed.
 *
 * <p>On the task's stream thread only.
 */
public final class BeforeCommit extends EmptyStore implements CachedStateStore<Bytes, byte[]> {
    private static final Runnable NOBODY = () -> {};

    private Runnable writing = NOBODY;

    BeforeCommit(String name) {
        super(name);
    }

    /** Has whoever is registered write as if there were a commit. */
    public void writeNow() {
        writing.run();
    }

    /** Calls this one from now on, and nobody else. */
    public void register(Runnable toCall) {
        writing = toCall;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        writing = NOBODY;
        super.init(context, root);
    }

    @Override
    public void flushCache() {
        writing.run();
    }

    @Override
    public void clearCache() {
        writing = NOBODY;
    }

    @Override
    public void close() {
        writing = NOBODY;
        super.close();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public boolean persistent() {
        return false;
    }
}

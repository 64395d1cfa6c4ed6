// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Hosts whose capture has ended while items of theirs still wait for a callout (spec 2.6, ARCHITECTURE 9). Their flows stay until the last of those has its fate: what became
 * of a packet may not depend on how soon its callout answered. One thread.
 */
public final class EndedCaptures {
    private final Set<String> hosts = new HashSet<>();
    private final Map<String, Boolean> dirty = new HashMap<>();

    /** The host's capture has ended; telling it twice changes nothing. */
    public void add(String host) {
        if (hosts.add(host)) {
            dirty.put(host, true);
        }
    }

    /** Whether the host was here; it is not any more. */
    public boolean remove(String host) {
        boolean was = hosts.remove(host);
        if (was) {
            dirty.put(host, false);
        }
        return was;
    }

    /** Whether the capture has ended and something of it still waits. */
    public boolean contains(String host) {
        return hosts.contains(host);
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        hosts.clear();
        dirty.clear();
    }

    /** Hands over what changed since the last call; value null where the host is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        dirty.forEach((host, present) ->
                store.accept(host.getBytes(StandardCharsets.UTF_8), present ? new byte[] {1} : null));
        dirty.clear();
    }

    /** Puts back what {@link #drainDirty} handed over; the value tells nothing. */
    public void restore(byte[] host, byte[] value) {
        hosts.add(new String(host, StandardCharsets.UTF_8));
    }
}

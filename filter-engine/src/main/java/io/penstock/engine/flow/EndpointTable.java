// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.redirect.RedirectCodec;
import io.penstock.engine.redirect.RedirectRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The local endpoints that agents tell of: by host, IP version, protocol, local address and port (spec 2.5, SEQ-BIND to SEQ-CLOSE). A socket bound to
 * the wildcard address stands for every address of its port. Entries go with the events that undo them and with the end of a host's capture; there
 * are never more than a host has ports and addresses. One thread.
 */
public final class EndpointTable {
    private static final int VERSION = 2;

    private final Map<FlowKey, EndpointState> endpoints = new HashMap<>();
    private final Set<FlowKey> dirty = new HashSet<>();
    /** For look-ups, which must not allocate. */
    private final FlowKey wanted = new FlowKey();

    /** Whether no endpoint is known, so that packets need not be looked up. */
    public boolean isEmpty() {
        return endpoints.isEmpty();
    }

    /** Number of endpoints. */
    public int size() {
        return endpoints.size();
    }

    /** The endpoint of a local address and port, else the one that its port has at the wildcard address; null for neither. */
    public EndpointState find(FlowKey endpoint) {
        EndpointState exact = endpoints.get(endpoint);
        if (exact != null) {
            return exact;
        }
        return endpoints.get(wanted.set(
                endpoint.host(), endpoint.version(), endpoint.protocol(), 0, 0, 0, 0, endpoint.localPort(), 0));
    }

    /** A socket was bound; {@code knowledge} may be null. */
    public void bound(FlowKey endpoint, SocketKnowledge knowledge) {
        EndpointState state = entry(endpoint);
        state.assignments++;
        state.open++;
        state.knowledge = knowledge == null ? state.knowledge : knowledge;
    }

    /** The bind of a socket was redirected; the last bind of an endpoint counts. */
    public void redirected(FlowKey endpoint, List<RedirectRecord> redirects) {
        entry(endpoint).redirects = redirects;
    }

    /** A socket listens; {@code knowledge} may be null. */
    public void listening(FlowKey endpoint, SocketKnowledge knowledge) {
        EndpointState state = entry(endpoint);
        state.listening = true;
        state.knowledge = knowledge == null ? state.knowledge : knowledge;
    }

    /** An agent has told whose socket it is. What was known before is forgotten. */
    public void learn(FlowKey endpoint, SocketKnowledge knowledge) {
        EndpointState known = find(endpoint);
        if (known != null && knowledge.equals(known.knowledge)) {
            return;
        }
        EndpointState state = known == null ? entry(endpoint) : known;
        state.knowledge = knowledge;
        dirty.add(state.key());
    }

    /** A socket was closed. Returns whether an event had told of it: its bind, or that it listens. */
    public boolean closed(FlowKey endpoint) {
        EndpointState state = endpoints.get(endpoint);
        if (state == null) {
            return false;
        }
        boolean told = state.open > 0 || state.listening;
        state.open = Math.max(0, state.open - 1);
        state.redirects = state.open == 0 ? List.of() : state.redirects;
        state.listening = false;
        changed(state);
        return told;
    }

    /** The resources of a bind were freed. Returns whether there was such a bind that had kept them. */
    public boolean released(FlowKey endpoint) {
        EndpointState state = endpoints.get(endpoint);
        if (state == null || state.assignments == 0) {
            return false;
        }
        state.assignments--;
        state.open = Math.min(state.open, state.assignments);
        changed(state);
        return true;
    }

    /** Forgets the endpoints of a host. */
    public void removeHost(String host) {
        endpoints.keySet().removeIf(key -> {
            boolean gone = key.host().equals(host);
            if (gone) {
                dirty.add(key);
            }
            return gone;
        });
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        endpoints.clear();
        dirty.clear();
    }

    private EndpointState entry(FlowKey endpoint) {
        EndpointState state = endpoints.get(endpoint);
        if (state == null) {
            state = new EndpointState(endpoint.copy());
            endpoints.put(state.key(), state);
        }
        dirty.add(state.key());
        return state;
    }

    private void changed(EndpointState state) {
        if (state.isForgotten()) {
            endpoints.remove(state.key());
        }
        dirty.add(state.key());
    }

    /**
     * Hands over what changed since the last call; value null where the entry is gone.
     *
     * @throws UncheckedIOException never: {@link SocketKnowledge} bounds the texts that are stored
     */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (FlowKey key : dirty) {
            EndpointState state = endpoints.get(key);
            store.accept(FlowCodec.encodeKey(key), state == null ? null : encode(state));
        }
        dirty.clear();
    }

    /**
     * Puts back what {@link #drainDirty} handed over.
     *
     * @throws IllegalArgumentException if key or value are of no known version, or cut short
     */
    public void restore(byte[] key, byte[] value) {
        EndpointState state = new EndpointState(FlowCodec.decodeKey(key));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("endpoint record has version " + version + ", known is " + VERSION);
            }
            state.assignments = in.readInt();
            state.open = in.readInt();
            state.listening = in.readBoolean();
            state.knowledge = SocketCodec.read(in);
            state.redirects = RedirectCodec.read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("endpoint record of " + value.length + " bytes is cut short", e);
        }
        endpoints.put(state.key(), state);
    }

    private static byte[] encode(EndpointState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(state.assignments);
            out.writeInt(state.open);
            out.writeBoolean(state.listening);
            SocketCodec.write(state.knowledge, out);
            RedirectCodec.write(state.redirects, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The revisions of the policy that this partition knows: the active one, and older ones under which items still wait.
 *
 * <p>An activation switches at its own offset. Documents are kept as they came, so that a restart compiles the same.
 */
final class PolicyHistory {
    /** So many revisions before the active one stay known: clones may come that another partition made under them. */
    private static final int KEPT = 2;

    private final Map<Long, PolicyRevision> revisions = new HashMap<>();
    private final Map<Long, byte[]> dirty = new LinkedHashMap<>();
    private PolicyRevision active = new PolicyRevision(Policy.NONE, 0);

    PolicyHistory() {
        revisions.put(active.revision(), active);
    }

    /** What packets are classified under that arrive now. */
    PolicyRevision active() {
        return active;
    }

    /** A revision that waiting items refer to; null if it is not known. */
    PolicyRevision at(long revision) {
        return revisions.get(revision);
    }

    /** Whether an activation is older than what is active, or the same once more. */
    boolean isPast(PolicyActivation activation) {
        return activation.getRevision() <= active.revision();
    }

    /**
     * Switches to a new revision.
     *
     * @param inUse older revisions to keep, because items wait under them
     * @throws UnreadableRecordException if the document cannot be used; nothing has changed then
     */
    void activate(PolicyActivation activation, Set<Long> inUse) {
        active = compile(activation);
        revisions.put(active.revision(), active);
        dirty.put(active.revision(), AvroWire.encode(activation));
        revisions.keySet().removeIf(revision -> {
            boolean gone = revision < active.revision() - KEPT && revision != 0 && !inUse.contains(revision);
            if (gone) {
                dirty.put(revision, null);
            }
            return gone;
        });
    }

    void restore(byte[] value) {
        PolicyRevision revision = compile(stored(value));
        revisions.put(revision.revision(), revision);
        if (revision.revision() > active.revision()) {
            active = revision;
        }
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        dirty.forEach((revision, activation) ->
                store.accept(ByteBuffer.allocate(Long.BYTES).putLong(revision).array(), activation));
        dirty.clear();
    }

    private static PolicyActivation stored(byte[] value) {
        try {
            return AvroWire.decode(PolicyActivation.class, value);
        } catch (WireException damaged) {
            throw new IllegalStateException("a stored activation cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    private static PolicyRevision compile(PolicyActivation activation) {
        String source = "revision " + activation.getRevision() + " of policy " + activation.getName();
        try {
            Policy policy = PolicyDocument.parse(source, document(activation));
            if (!policy.version().equals(activation.getVersion())) {
                throw new UnreadableRecordException(source + " has version " + policy.version()
                        + ", but was announced as " + activation.getVersion());
            }
            return new PolicyRevision(policy, activation.getRevision());
        } catch (PolicyErrors errors) {
            throw new UnreadableRecordException(
                    source + " is refused: " + errors.errors().getFirst(), errors);
        }
    }

    private static byte[] document(PolicyActivation activation) {
        try {
            return DocumentEncoding.decode(activation.getDocument(), activation.getDocumentEncoding());
        } catch (IOException damaged) {
            throw new UnreadableRecordException(damaged.getMessage(), damaged);
        }
    }
}

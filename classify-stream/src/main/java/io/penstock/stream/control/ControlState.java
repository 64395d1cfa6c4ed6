// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompactedReader;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is in force and what was, as {@code penstock.policy} tells: {@code version/<hash>} a document, {@code active/<name>} the
 * active version of a name, {@code revision/<number>} an activation, {@code callout/<key>} a callout's registration. One thread.
 */
final class ControlState {
    private final TreeMap<Long, ActivatedRevision> revisions = new TreeMap<>();
    private final Map<String, Long> revisionOfChange = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, CalloutRegistered> callouts = new HashMap<>();

    /** Reads to the end of what is committed. */
    static ControlState read(Map<String, Object> clientProperties) {
        ControlState state = new ControlState();
        try (CompactedReader reader = CompactedReader.open(clientProperties, Topics.POLICY)) {
            reader.readToEnd(state::note);
        }
        return state;
    }

    /** Takes the next record in. */
    void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (key.startsWith("active/") || key.startsWith("revision/")) {
            note(decode(PolicyPointer.class, key, record.value()), record.timestamp());
        } else if (key.startsWith("callout/")) {
            callouts.put(key.substring("callout/".length()), decode(CalloutRegistered.class, key, record.value()));
        } else if (key.startsWith("version/")) {
            documents.put(key.substring("version/".length()), record.value());
        }
    }

    /** An activation comes twice, as the active one of its name and as a part of the history that stays. */
    private void note(PolicyPointer pointer, long timeMs) {
        revisions.put(pointer.getRevision(), ActivatedRevision.of(pointer, timeMs));
        if (!pointer.getChange().isEmpty()) {
            revisionOfChange.put(pointer.getChange(), pointer.getRevision());
        }
    }

    private static <T extends SpecificRecord> T decode(Class<T> type, String key, byte[] value) {
        try {
            return AvroWire.decode(type, value);
        } catch (WireException unreadable) {
            throw new ControlWriteException(
                    "record " + key + " of " + Topics.POLICY + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** The callouts' registrations, by key. */
    Map<String, CalloutRegistered> callouts() {
        return Map.copyOf(callouts);
    }

    /** Every activation that is known, the first one first. */
    List<ActivatedRevision> revisions() {
        return List.copyOf(revisions.values());
    }

    /** The policy that was activated last. */
    ActivatedRevision newest() {
        return revisions.isEmpty()
                ? ActivatedRevision.NONE
                : revisions.lastEntry().getValue();
    }

    /** The revision that was active before another one. */
    ActivatedRevision before(ActivatedRevision revision) {
        var earlier = revisions.lowerEntry(revision.revision());
        return earlier == null ? ActivatedRevision.NONE : earlier.getValue();
    }

    /** The revision that a change gave, null if it gave none. */
    ActivatedRevision madeBy(ControlChange.Activation change) {
        Long revision = revisionOfChange.get(change.id());
        return revision == null ? null : revisions.get(revision);
    }

    /** The document of a version. */
    PolicyDocumentRecord document(String version) {
        byte[] value = documents.get(version);
        if (value == null) {
            throw new ControlWriteException(
                    "version " + version + " was activated, but " + Topics.POLICY + " does not have it", null);
        }
        return decode(PolicyDocumentRecord.class, "version/" + version, value);
    }

    /** Whether a change is not in force yet. One policy is active at a time, whatever its name. */
    boolean isNews(ControlChange change) {
        return switch (change) {
            case ControlChange.Activation(PolicyToActivate policy, var _, boolean always) ->
                always
                        || !policy.version().equals(newest().version())
                        || !policy.name().equals(newest().name());
            case ControlChange.Registration(CalloutToRegister callout) ->
                !callout.record().equals(callouts.get(callout.key()));
        };
    }
}

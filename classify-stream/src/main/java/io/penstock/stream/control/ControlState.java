// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompactedTopic;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is in force, as {@code penstock.policy} tells: {@code version/<hash>} a document, {@code active/<name>} the active
 * version and its revision, {@code callout/<key>} a callout's registration.
 */
final class ControlState {
    private final Map<String, PolicyPointer> active = new HashMap<>();
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, CalloutRegistered> callouts = new HashMap<>();

    /** Reads to the end of what is committed. */
    static ControlState read(Map<String, Object> clientProperties) {
        ControlState state = new ControlState();
        CompactedTopic.read(clientProperties, Topics.POLICY, state::note);
        return state;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (key.startsWith("active/")) {
            active.put(key.substring("active/".length()), decode(PolicyPointer.class, key, record.value()));
        } else if (key.startsWith("callout/")) {
            callouts.put(key.substring("callout/".length()), decode(CalloutRegistered.class, key, record.value()));
        } else if (key.startsWith("version/")) {
            documents.put(key.substring("version/".length()), record.value());
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

    /** The policy that was activated last, null before the first. */
    PolicyPointer newest() {
        return active.values().stream()
                .max(Comparator.comparingLong(PolicyPointer::getRevision))
                .orElse(null);
    }

    /** The document of a version. */
    PolicyDocumentRecord document(String version) {
        byte[] value = documents.get(version);
        if (value == null) {
            throw new ControlWriteException(
                    "version " + version + " is active, but " + Topics.POLICY + " does not have it", null);
        }
        return decode(PolicyDocumentRecord.class, "version/" + version, value);
    }

    /** Whether a change is not in force yet. */
    boolean isNews(ControlChange change) {
        return switch (change) {
            case ControlChange.Activation(PolicyToActivate policy) -> {
                PolicyPointer pointer = active.get(policy.name());
                yield pointer == null || !policy.version().equals(pointer.getVersion());
            }
            case ControlChange.Registration(CalloutToRegister callout) ->
                !registered(callout).equals(callouts.get(callout.key()));
        };
    }

    /** Makes a change part of this state and gives the record that tells every partition of it. */
    SpecificRecord apply(ControlChange change) {
        return switch (change) {
            case ControlChange.Activation(PolicyToActivate policy) -> {
                long revision = 1
                        + active.values().stream()
                                .mapToLong(PolicyPointer::getRevision)
                                .max()
                                .orElse(0);
                active.put(policy.name(), new PolicyPointer(policy.name(), policy.version(), revision));
                yield new PolicyActivation(
                        policy.name(),
                        policy.version(),
                        revision,
                        ByteBuffer.wrap(policy.compressed()),
                        DocumentEncoding.DEFLATE,
                        "");
            }
            case ControlChange.Registration(CalloutToRegister callout) -> {
                CalloutRegistered record = registered(callout);
                callouts.put(callout.key(), record);
                yield record;
            }
        };
    }

    /** The records of {@code penstock.policy} that a change, once applied, gives. */
    Map<String, byte[]> pointersOf(ControlChange change) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        switch (change) {
            case ControlChange.Activation(PolicyToActivate policy) -> {
                records.put(
                        "version/" + policy.version(),
                        AvroWire.encode(new PolicyDocumentRecord(
                                policy.version(),
                                policy.name(),
                                ByteBuffer.wrap(policy.compressed()),
                                DocumentEncoding.DEFLATE)));
                records.put("active/" + policy.name(), AvroWire.encode(active.get(policy.name())));
            }
            case ControlChange.Registration(CalloutToRegister callout) ->
                records.put("callout/" + callout.key(), AvroWire.encode(callouts.get(callout.key())));
        }
        return records;
    }

    /** The revision of the active policy of a name. */
    long revisionOf(String name) {
        return active.get(name).getRevision();
    }

    private static CalloutRegistered registered(CalloutToRegister callout) {
        return new CalloutRegistered(
                callout.key(),
                callout.outOfBand() ? CalloutMode.OUT_OF_BAND : CalloutMode.INLINE,
                callout.ordered(),
                callout.registered(),
                callout.pendTimeout().toMillis(),
                callout.delivery(),
                callout.flags(),
                callout.editsStreams());
    }
}

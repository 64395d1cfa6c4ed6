// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The built-in schema store: every record that travels, in its present form and in the forms of earlier releases, by fingerprint
 * (CRC-64-AVRO of the parsing canonical form). Nothing else has to run for a record to be read. Immutable.
 */
final class SchemaForms {
    /** Releases whose forms are kept under {@code released/}, oldest first. */
    static final List<String> RELEASES = List.of("v1");

    /** Every top-level record, in its present form. */
    static final List<Schema> PRESENT = List.of(
            PacketBatch.getClassSchema(),
            AgentStatus.getClassSchema(),
            PolicyActivation.getClassSchema(),
            CalloutRegistered.getClassSchema(),
            VerdictBatch.getClassSchema(),
            LateVerdictBatch.getClassSchema(),
            LateVerdict.getClassSchema(),
            PendSettled.getClassSchema(),
            PendedBatch.getClassSchema(),
            PendedPacket.getClassSchema(),
            FlowEnded.getClassSchema(),
            CompletionBatch.getClassSchema(),
            Completion.getClassSchema(),
            Reinjection.getClassSchema(),
            CaptureClosing.getClassSchema(),
            Injection.getClassSchema(),
            DiscardBatch.getClassSchema(),
            DiscardCountKey.getClassSchema(),
            DiscardCountValue.getClassSchema(),
            FlowBatch.getClassSchema(),
            FlowRecord.getClassSchema(),
            Finding.getClassSchema(),
            AuditEvent.getClassSchema(),
            PolicyDocumentRecord.getClassSchema(),
            PolicyPointer.getClassSchema(),
            CalloutLiveness.getClassSchema(),
            CalloutCounts.getClassSchema(),
            SessionLease.getClassSchema(),
            LeaseClock.getClassSchema());

    /** By identity, since a schema's hash is not cheap; neither is its fingerprint, and some records get a writer of their own. */
    private static final Map<Schema, Long> PRESENT_FINGERPRINTS = fingerprints();

    private static final Map<Long, Schema> PRESENT_BY_FINGERPRINT = byFingerprint();

    private SchemaForms() {}

    /** The fingerprint that marks records of this form. */
    static long fingerprint(Schema schema) {
        Long known = PRESENT_FINGERPRINTS.get(schema);
        return known != null ? known : SchemaNormalization.parsingFingerprint64(schema);
    }

    /** The form with this fingerprint, present or earlier, or null. */
    static Schema find(long fingerprint) {
        Schema present = PRESENT_BY_FINGERPRINT.get(fingerprint);
        return present != null ? present : Earlier.BY_FINGERPRINT.get(fingerprint);
    }

    /** The present form of the record that has the same name, or null where there is none any more. */
    static Schema present(Schema form) {
        return PRESENT.stream()
                .filter(schema -> schema.getFullName().equals(form.getFullName()))
                .findFirst()
                .orElse(null);
    }

    /** The form of a record as a release had it, or null where that release did not know it. */
    static Schema released(String release, String recordName) {
        String resource = "released/" + release + "/" + recordName + ".avsc";
        try (InputStream text = SchemaForms.class.getResourceAsStream(resource)) {
            return text == null ? null : new Schema.Parser().parse(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    private static Map<Schema, Long> fingerprints() {
        Map<Schema, Long> fingerprints = new IdentityHashMap<>();
        PRESENT.forEach(schema -> fingerprints.put(schema, SchemaNormalization.parsingFingerprint64(schema)));
        return Collections.unmodifiableMap(fingerprints);
    }

    private static Map<Long, Schema> byFingerprint() {
        Map<Long, Schema> forms = new HashMap<>();
        PRESENT_FINGERPRINTS.forEach((schema, fingerprint) -> forms.put(fingerprint, schema));
        return Map.copyOf(forms);
    }

    /** Parsed only once a record comes whose form is not a present one. */
    private static final class Earlier {
        private static final Map<Long, Schema> BY_FINGERPRINT = read();

        private static Map<Long, Schema> read() {
            Map<Long, Schema> forms = new HashMap<>();
            for (String release : RELEASES) {
                for (Schema present : PRESENT) {
                    Schema form = released(release, present.getName());
                    if (form != null) {
                        forms.put(fingerprint(form), form);
                    }
                }
            }
            return Map.copyOf(forms);
        }
    }
}

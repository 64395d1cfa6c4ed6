// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records that one change is written as.
 *
 * @param inBand what every partition is told
 * @param pointers what {@code penstock.policy} gets, by key, in order: a document comes before who names it
 */
record ControlRecords(SpecificRecord inBand, Map<String, byte[]> pointers) {

    /** The records of a change to what is in force. */
    static ControlRecords of(ControlChange change, ControlState state) {
        return switch (change) {
            case ControlChange.Activation(PolicyToActivate policy, String id, var _) ->
                activation(policy, state.newest().revision() + 1, id);
            case ControlChange.Registration(CalloutToRegister callout) ->
                new ControlRecords(
                        callout.record(), Map.of("callout/" + callout.key(), AvroWire.encode(callout.record())));
        };
    }

    private static ControlRecords activation(PolicyToActivate policy, long revision, String id) {
        ByteBuffer document = ByteBuffer.wrap(policy.compressed());
        String coding = DocumentEncoding.DEFLATE;
        List<DynamicSession> sessions = policy.sessions();
        byte[] pointer = AvroWire.encode(new PolicyPointer(
                policy.name(),
                policy.version(),
                revision,
                policy.writer(),
                id,
                policy.filters(),
                policy.restored(),
                sessions == null
                        ? List.of()
                        : sessions.stream().map(DynamicSession::record).toList()));
        Map<String, byte[]> pointers = new LinkedHashMap<>();
        pointers.put(
                "version/" + policy.version(),
                AvroWire.encode(
                        new PolicyDocumentRecord(policy.version(), policy.name(), document.duplicate(), coding)));
        pointers.put("revision/" + revision, pointer);
        pointers.put("active/" + policy.name(), pointer);
        return new ControlRecords(
                new PolicyActivation(policy.name(), policy.version(), revision, document, coding, policy.writer()),
                pointers);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.schemas.DocumentEncoding;
import java.util.List;

/**
 * A validated policy that is to be in force from here on.
 *
 * @param name {@code default} unless the cluster has several
 * @param version SHA-256 of its canonical form, 64 hex digits
 * @param document the policy as YAML or JSON, UTF-8, whole in itself; compressed it must stay below 900 KiB
 * @param filters how many filters it has; -1 if nobody counted
 * @param writer who activates it, for the history; empty if nobody says
 * @param restored earlier revision that it restores; 0 none
 * @param sessions the dynamic sessions that own objects of it; null where the policy has none of its own, so that what the sessions of the active one have is
 *     added to it
 */
public record PolicyToActivate(
        String name,
        String version,
        byte[] document,
        int filters,
        String writer,
        long restored,
        List<DynamicSession> sessions) {
    /** Leaves room for the rest of the record below a broker's default limit of 1 MiB. */
    public static final int MAX_COMPRESSED_BYTES = 900 << 10;

    /** Checks the version's form. */
    public PolicyToActivate {
        if (!version.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("version is " + version + ", expected 64 hex digits");
        }
        document = document.clone();
        sessions = sessions == null ? null : List.copyOf(sessions);
    }

    /** A policy of which only this much is known. */
    public PolicyToActivate(String name, String version, byte[] document) {
        this(name, version, document, -1, "", 0, null);
    }

    /** A policy and the document that says it. */
    public static PolicyToActivate of(String name, Policy policy, byte[] document) {
        return new PolicyToActivate(
                name, policy.version(), document, policy.filters().size(), "", 0, null);
    }

    /** The same, activated by somebody. */
    public PolicyToActivate by(String somebody) {
        return new PolicyToActivate(name, version, document, filters, somebody, restored, sessions);
    }

    /** The same, as what an earlier revision had. */
    public PolicyToActivate restoring(long revision) {
        return new PolicyToActivate(name, version, document, filters, writer, revision, sessions);
    }

    /** The policy of an engine in place of this one. */
    PolicyToActivate with(RevisionEngine engine, List<DynamicSession> owners) {
        Policy policy = engine.policy();
        return new PolicyToActivate(
                name, policy.version(), engine.document(), policy.filters().size(), writer, restored, owners);
    }

    /**
     * What a session has made of the active policy.
     *
     * @param name under which it is active
     * @param engine where it was changed
     * @param writer who activates it
     */
    public static PolicyToActivate of(String name, RevisionEngine engine, String writer) {
        return new PolicyToActivate(name, Policy.NONE.version(), new byte[0], 0, writer, 0, null)
                .with(engine, engine.sessions());
    }

    /** Bytes of the compressed document; more than {@link #MAX_COMPRESSED_BYTES} are refused. */
    public int compressedBytes() {
        return DocumentEncoding.deflate(document).length;
    }

    /** The document, deflated. */
    byte[] compressed() {
        byte[] bytes = DocumentEncoding.deflate(document);
        if (bytes.length > MAX_COMPRESSED_BYTES) {
            throw new ControlWriteException("the policy is " + bytes.length + " bytes compressed, at most "
                    + MAX_COMPRESSED_BYTES + " can be activated");
        }
        return bytes;
    }
}

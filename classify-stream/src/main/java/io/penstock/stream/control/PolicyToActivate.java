// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.DocumentEncoding;

/**
 * A validated policy that is to be in force from here on.
 *
 * @param name {@code default} unless the cluster has several
 * @param version SHA-256 of its canonical form, 64 hex digits
 * @param document the policy as YAML or JSON, UTF-8; compressed it must stay below 900 KiB
 */
public record PolicyToActivate(String name, String version, byte[] document) {
    /** Leaves room for the rest of the record below a broker's default limit of 1 MiB. */
    public static final int MAX_COMPRESSED_BYTES = 900 << 10;

    /** Checks the version's form. */
    public PolicyToActivate {
        if (!version.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("version is " + version + ", expected 64 hex digits");
        }
        document = document.clone();
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

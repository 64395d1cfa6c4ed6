// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/**
 * Where and how a capture is damaged beyond its file header. Every packet before it was read.
 *
 * @param source name of the capture as the user gave it
 * @param offsetBytes where the damaged record begins: in the file, or in the unpacked data of a compressed one
 * @param compressed whether the offset is one in the unpacked data
 * @param what the damage, in words
 */
public record CaptureDamage(String source, long offsetBytes, boolean compressed, String what) {
    /** One line that names file, offset and damage. */
    public String text() {
        String where = compressed ? " of the unpacked data" : "";
        return source + ": damaged at byte " + offsetBytes + where + ": " + what + "; the packets before it were read";
    }
}

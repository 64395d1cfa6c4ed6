// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.util.Optional;

/** The first damage found in one capture. One thread. */
final class DamageNote {
    private final String source;
    private final boolean compressed;
    private final CaptureBytes bytes;
    private CaptureDamage damage;

    DamageNote(String source, boolean compressed, CaptureBytes bytes) {
        this.source = source;
        this.compressed = compressed;
        this.bytes = bytes;
    }

    /** Notes a damage; false, so that a reader can return it as "no more packets". */
    boolean at(long offset, String what) {
        if (damage == null) {
            damage = new CaptureDamage(source, offset, compressed, what);
        }
        return false;
    }

    /** Notes that the input ended inside something that began at {@code offset}. */
    boolean cut(long offset, String inside, long neededBytes) {
        IOException failure = bytes.failure();
        if (failure != null) {
            return at(offset, "cannot be read on: " + reason(failure));
        }
        long present = bytes.offset() + bytes.available() - offset;
        return at(offset, inside + " cut: " + neededBytes + " bytes needed, " + present + " there");
    }

    /** Notes an end between records: damage only where bytes are left over or the stream broke. */
    boolean end(long offset, String inside, int neededBytes) {
        return bytes.available() == 0 && bytes.failure() == null ? false : cut(offset, inside, neededBytes);
    }

    boolean present() {
        return damage != null;
    }

    Optional<CaptureDamage> value() {
        return Optional.ofNullable(damage);
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the packets of one capture. The file header is checked by {@link #open}; from then on nothing throws:
 *
 * <pre>{@code
 * try (CaptureReader reader = CaptureReader.open(source)) {
 *     CapturedPacket packet = new CapturedPacket();
 *     while (reader.next(packet)) { ... }
 *     reader.damage().ifPresent(damage -> System.err.println(damage.text()));
 * }
 * }</pre>
 */
public final class CaptureReader implements PacketSource, AutoCloseable {
    private final CaptureSource source;
    private final CaptureBytes bytes;
    private final DamageNote damage;
    private final PacketRecords records;
    private final boolean compressed;

    private CaptureReader(CaptureSource source, boolean compressed, CaptureBytes bytes) throws BadCaptureException {
        this.source = source;
        this.compressed = compressed;
        this.bytes = bytes;
        this.damage = new DamageNote(source.name(), compressed, bytes);
        this.records = CaptureMagic.open(source.name(), bytes, damage);
    }

    /**
     * Opens a capture and reads its file header.
     *
     * @throws BadCaptureException if there is no such file, it is empty, no capture, or cut inside its file header
     */
    public static CaptureReader open(CaptureSource source) throws BadCaptureException {
        InputStream in = stream(source);
        try {
            CaptureStream unpacked = CaptureStream.of(source.name(), in);
            return new CaptureReader(source, unpacked.compressed(), new CaptureBytes(unpacked.stream()));
        } catch (BadCaptureException refused) {
            closeQuietly(in, refused);
            throw refused;
        }
    }

    private static InputStream stream(CaptureSource source) throws BadCaptureException {
        try {
            return source.open();
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw new BadCaptureException(
                    BadCaptureException.Kind.MISSING,
                    source.name(),
                    0,
                    "no such file; a capture was expected",
                    missing);
        } catch (IOException broken) {
            String what = "cannot be opened (" + DamageNote.reason(broken) + "); a capture was expected";
            throw new BadCaptureException(BadCaptureException.Kind.UNREADABLE, source.name(), 0, what, broken);
        }
    }

    private static void closeQuietly(InputStream in, BadCaptureException refused) {
        try {
            in.close();
        } catch (IOException alsoBroken) {
            refused.addSuppressed(alsoBroken);
        }
    }

    @Override
    public boolean next(CapturedPacket packet) {
        return !damage.present() && records.next(packet);
    }

    /** What ended the packets early; empty while there are more, and for a capture that is whole. */
    public Optional<CaptureDamage> damage() {
        return damage.value();
    }

    /** The interfaces met so far, by their ids; one for a classic pcap. */
    public List<CaptureInterface> interfaces() {
        return records.interfaces();
    }

    public CaptureFormat format() {
        return records.format();
    }

    /** Whether the input is gzip-compressed. */
    public boolean compressed() {
        return compressed;
    }

    public CaptureSource source() {
        return source;
    }

    /** Bytes of the (unpacked) capture consumed so far. */
    public long offsetBytes() {
        return bytes.offset();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}

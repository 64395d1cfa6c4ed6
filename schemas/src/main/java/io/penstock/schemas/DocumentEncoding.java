// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The codings of a policy's document in {@code PolicyActivation} and {@code PolicyDocumentRecord}. */
public final class DocumentEncoding {
    /** As it is. */
    public static final String IDENTITY = "identity";
    /** In the zlib format (RFC 1950). */
    public static final String DEFLATE = "deflate";

    /** A document deflates well; one that inflates beyond this is an attack, not a policy. */
    private static final int MOST_BYTES = 64 << 20;

    private DocumentEncoding() {}

    /** Deflates a document. */
    public static byte[] deflate(byte[] document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
            out.write(document);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * The document behind its coding; the buffer's position stays.
     *
     * @param encoding {@link #IDENTITY} or {@link #DEFLATE}
     * @throws IOException if the coding is another one, the bytes are damaged or the document is longer than 64 MiB
     */
    public static byte[] decode(ByteBuffer coded, String encoding) throws IOException {
        byte[] bytes = new byte[coded.remaining()];
        coded.duplicate().get(bytes);
        return switch (encoding) {
            case IDENTITY -> bytes;
            case DEFLATE -> inflate(bytes);
            default -> throw new IOException("document encoding " + encoding + ", expected deflate or identity");
        };
    }

    private static byte[] inflate(byte[] deflated) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            byte[] document = in.readNBytes(MOST_BYTES + 1);
            if (document.length > MOST_BYTES) {
                throw new IOException("the policy's document is longer than " + MOST_BYTES + " bytes");
            }
            return document;
        } catch (ZipException | EOFException damaged) {
            throw new IOException("the policy's document is damaged: " + damaged.getMessage(), damaged);
        }
    }
}

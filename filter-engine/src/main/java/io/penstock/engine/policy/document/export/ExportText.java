// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of an export as one document (spec 9.2): the encoding goes by the byte order mark, or by the first character where there is none; the XML
 * declaration is taken off, and one synthetic root is put around whatever roots there are, since a state export has two. Bytes that are no text of that
 * encoding end the reading with a {@link java.nio.charset.CharacterCodingException}.
 */
final class ExportText extends Reader {
    private static final String OPEN = "<exports>";
    private static final String CLOSE = "</exports>";
    private static final String DECLARATION = "<?xml";
    private static final String DOCUMENT_TYPE = "<!DOCTYPE";
    private static final int MARK_BYTES = 3;
    private static final int MOST_DECLARATION = 1024;

    private final Reader[] parts;
    private final int columnShift;
    /** What stands before a document type at the start of the file, empty where there is none. */
    private final String beforeType;

    private int at;

    private ExportText(int columnShift, String beforeType, Reader... parts) {
        this.columnShift = columnShift;
        this.beforeType = beforeType;
        this.parts = parts;
    }

    static ExportText of(InputStream in) throws IOException {
        BufferedReader body = new BufferedReader(decoded(in));
        body.mark(MOST_DECLARATION);
        char[] start = new char[MOST_DECLARATION];
        int length = Math.max(body.read(start), 0);
        String head = new String(start, 0, length);
        int end = head.indexOf("?>");
        body.reset();
        int dropped = 0;
        if (head.startsWith(DECLARATION) && end > 0) {
            dropped = end + 2;
            body.skip(dropped);
        }
        int type = head.indexOf(DOCUMENT_TYPE);
        String beforeType = type < 0 ? "" : head.substring(0, type) + " ";
        return new ExportText(
                dropped - OPEN.length(), beforeType, new StringReader(OPEN), body, new StringReader(CLOSE));
    }

    /** What to add to a column of the first line to get the file's own. */
    int columnShift() {
        return columnShift;
    }

    /** Line of a document type, which no export has, from 1. */
    int documentTypeLine() {
        return 1 + (int) beforeType.chars().filter(c -> c == '\n').count();
    }

    /** Its column, from 1; 0 where there is none. */
    int documentTypeColumn() {
        return beforeType.length() - 1 - beforeType.lastIndexOf('\n');
    }

    private static Reader decoded(InputStream in) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(in, MARK_BYTES);
        byte[] mark = bytes.readNBytes(MARK_BYTES);
        Charset charset = StandardCharsets.UTF_8;
        int length = 0;
        if (starts(mark, 0xEF, 0xBB, 0xBF)) {
            length = MARK_BYTES;
        } else if (starts(mark, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            length = 2;
        } else if (starts(mark, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            length = 2;
        } else if (starts(mark, '<', 0)) {
            charset = StandardCharsets.UTF_16LE;
        } else if (starts(mark, 0, '<')) {
            charset = StandardCharsets.UTF_16BE;
        }
        bytes.unread(mark, length, mark.length - length);
        return new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static boolean starts(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (at < parts.length) {
            int read = parts[at].read(buffer, offset, length);
            if (read >= 0) {
                return read;
            }
            at++;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        for (Reader part : parts) {
            part.close();
        }
    }
}

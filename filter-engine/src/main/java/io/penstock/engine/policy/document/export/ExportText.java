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
import java.nio.charset.StandardCharsets;

/**
 * The characters of an export as one document (spec 9.2): the encoding goes by the byte order mark, the XML declaration is taken off, and one synthetic
 * root is put around whatever roots there are, since a state export has two.
 */
final class ExportText extends Reader {
    private static final String OPEN = "<exports>";
    private static final String CLOSE = "</exports>";
    private static final String DECLARATION = "<?xml";
    private static final int MARK_BYTES = 3;
    private static final int MOST_DECLARATION = 1024;

    private final Reader[] parts;
    private int at;

    private ExportText(Reader... parts) {
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
        if (head.startsWith(DECLARATION) && end > 0) {
            body.skip(end + 2L);
        }
        return new ExportText(new StringReader(OPEN), body, new StringReader(CLOSE));
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
        }
        bytes.unread(mark, length, mark.length - length);
        return new InputStreamReader(bytes, charset);
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

// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** The bytes of a capture after unpacking, if its first two bytes say gzip. */
record CaptureStream(InputStream stream, boolean compressed) {
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    static CaptureStream of(String name, InputStream in) throws BadCaptureException {
        PushbackInputStream peeked = new PushbackInputStream(in, 2);
        try {
            int first = peeked.read();
            if (first < 0) {
                throw new BadCaptureException(
                        BadCaptureException.Kind.EMPTY, name, 0, "empty; the header of a pcap or pcapng was expected");
            }
            int second = peeked.read();
            if (second >= 0) {
                peeked.unread(second);
            }
            peeked.unread(first);
            boolean gzip = first == GZIP_FIRST && second == GZIP_SECOND;
            return new CaptureStream(gzip ? new GzipStream(peeked) : peeked, gzip);
        } catch (BadCaptureException refused) {
            throw refused;
        } catch (IOException broken) {
            String what = "cannot be read (" + DamageNote.reason(broken) + "); a capture was expected";
            throw new BadCaptureException(BadCaptureException.Kind.UNREADABLE, name, 0, what, broken);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package example;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;

/**
 * Blocks DNS questions for names that are longer than the filter's provider context says, as data that is smuggled out through DNS makes them. Out of band, so
 * workers decide; the same code decides at once in {@code penstock evaluate}.
 */
public final class LongDnsNames implements Callout {
    private static final int HEADER_BYTES = 12;
    private static final int LONGEST_LABEL = 63;
    private static final int DEFAULT_LONGEST = 60;

    @Override
    public String key() {
        return "example-long-dns-names";
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        if (out.isSettled(in)) {
            return; // no right to decide, or a clone of ours that we have let through before
        }
        int length = nameLength(in.frame(), in.payloadOffset(), in.payloadLength());
        if (length > longest(in)) {
            out.finding("long-name", "a name of " + length + " characters");
            out.block();
        } else {
            out.permit(in);
        }
    }

    private static int longest(ClassifyIn in) {
        Object longest = in.providerContext() == null
                ? null
                : in.providerContext().data().get("longest");
        return longest instanceof Number number ? number.intValue() : DEFAULT_LONGEST;
    }

    /** Characters of the first question's name with its dots; 0 where there is none, or the bytes end before it does. */
    static int nameLength(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from + HEADER_BYTES;
        int characters = 0;
        while (at < end && bytes[at] != 0) {
            int label = bytes[at] & 0xff;
            if (label > LONGEST_LABEL || at + label >= end) {
                return 0;
            }
            characters += label + (characters == 0 ? 0 : 1);
            at += label + 1;
        }
        return at < end ? characters : 0;
    }
}

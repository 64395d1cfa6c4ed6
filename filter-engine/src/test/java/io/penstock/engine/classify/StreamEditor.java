// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamIndication;

/** Replaces a pattern by another one of any length, as spec 7.4 says: PERMIT m, inject, BLOCK p, PERMIT the rest. */
final class StreamEditor implements Callout {
    private final String key;
    private final String pattern;
    private final String replacement;

    StreamEditor(String key, String pattern, String replacement) {
        this.key = key;
        this.pattern = pattern;
        this.replacement = replacement;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        StreamIndication shown = in.stream();
        String text = new String(shown.data(), shown.from(), shown.length(), ISO_8859_1);
        int at = text.indexOf(pattern);
        if (at > 0) {
            permit(out, at);
        } else if (at == 0) {
            if (!replacement.isEmpty()) {
                out.stream().inject(StreamFlags.of(shown.isOutbound()), replacement.getBytes(ISO_8859_1));
            }
            out.action(CalloutAction.BLOCK);
            out.stream().countBytesEnforced(pattern.length());
        } else {
            rest(shown, text, out);
        }
    }

    /** No whole pattern: what may be the start of one waits for its rest. */
    private void rest(StreamIndication shown, String text, ClassifyOut out) {
        int start = Math.max(0, text.length() - pattern.length() + 1);
        while (start < text.length() && !pattern.startsWith(text.substring(start))) {
            start++;
        }
        boolean none = start == text.length();
        if (none || shown.noMoreData() || shown.bufferLimitReached()) {
            permit(out, 0);
        } else if (start > 0) {
            permit(out, start);
        } else {
            out.action(CalloutAction.NONE);
            out.stream().needMore(pattern.length() - text.length());
        }
    }

    private static void permit(ClassifyOut out, int count) {
        out.action(CalloutAction.PERMIT);
        out.stream().countBytesEnforced(count);
    }
}

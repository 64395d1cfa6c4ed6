// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.stream.StreamIndication;
import java.util.Set;

/**
 * An inline stream callout that uses what a stream callout may: it gathers bytes until there are enough, decides leading bytes only, and blocks some. Its
 * answer depends on the bytes shown alone, so it tells whether two runs show the same bytes in the same pieces.
 */
public final class StreamSampler implements Callout {
    /** The key that policies name it by. */
    static final String KEY = "test-stream-sampler";

    private static final int WANTED = 24;
    private static final int PRIME = 31;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public Set<CalloutFlag> flags() {
        return Set.of(CalloutFlag.ALLOW_MID_STREAM_INSPECTION);
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        StreamIndication shown = in.stream();
        if (shown.length() < WANTED && !shown.noMoreData() && !shown.bufferLimitReached()) {
            out.action(CalloutAction.NONE);
            out.stream().needMore(WANTED - shown.length());
            return;
        }
        int drawn = hash(shown);
        out.action(drawn % 16 == 0 ? CalloutAction.BLOCK : CalloutAction.PERMIT);
        if (drawn % 3 == 0 && shown.length() > WANTED) {
            out.stream().countBytesEnforced(shown.length() / 2 + drawn % 8);
        }
    }

    private static int hash(StreamIndication shown) {
        int hash = shown.length();
        for (int i = shown.from(); i < shown.from() + shown.length(); i++) {
            hash = hash * PRIME + shown.data()[i];
        }
        return hash >>> 1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.pend.AnswerOrigin;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts where answers of callouts are from. As many callouts as the policy names, and one thread. */
final class AnswerTally {
    private static final int ORIGINS = AnswerOrigin.values().length;

    private final Map<String, long[]> counts = new TreeMap<>();

    void add(String calloutKey, AnswerOrigin origin) {
        of(calloutKey)[origin.ordinal()]++;
    }

    void add(AnswerTally other) {
        other.counts.forEach((key, theirs) -> {
            long[] mine = of(key);
            for (int i = 0; i < ORIGINS; i++) {
                mine[i] += theirs[i];
            }
        });
    }

    private long[] of(String calloutKey) {
        return counts.computeIfAbsent(calloutKey, fresh -> new long[ORIGINS]);
    }

    void clear() {
        if (!counts.isEmpty()) {
            counts.clear();
        }
    }

    /** By callout. */
    List<CalloutAnswers> answers() {
        return counts.entrySet().stream()
                .map(one -> new CalloutAnswers(
                        one.getKey(),
                        one.getValue()[AnswerOrigin.RECORDED.ordinal()],
                        one.getValue()[AnswerOrigin.RECORDED_EXPIRY.ordinal()],
                        one.getValue()[AnswerOrigin.RECORDED_OVERFLOW.ordinal()],
                        one.getValue()[AnswerOrigin.CODE.ordinal()],
                        one.getValue()[AnswerOrigin.UNKNOWN.ordinal()]))
                .toList();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<String, long[]> one : counts.entrySet()) {
            TallyCodec.text(out, one.getKey());
            for (long count : one.getValue()) {
                out.writeLong(count);
            }
        }
    }

    /** Adds what was written. */
    void read(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long[] mine = of(TallyCodec.text(in));
            for (int i = 0; i < ORIGINS; i++) {
                mine[i] += in.readLong();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import io.penstock.worker.signature.rule.PayloadTest;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Does a rule's tests on bytes, one after the other. Where a test that is relative to the one before fails, the next occurrence of that one is tried. What a rule may
 * cost on one run of bytes is bounded; beyond it the rule does not match, and is counted. One thread.
 */
public final class PayloadMatcher {
    /** Characters that expressions read, and attempts at contents, for each rule and run of bytes, besides some for each byte. */
    private static final long STEPS = 200_000;

    private static final long STEPS_PER_BYTE = 64;
    private static final int NOT_FOUND = -1;

    private final StepBudget budget = new StepBudget();
    private byte[] bytes;
    private int from;
    private int length;
    private long streamOffset;
    private List<PayloadTest> tests;
    private boolean givenUp;
    private long stopped;

    /** Rules that were stopped because their tests took too many steps. */
    public long stopped() {
        return stopped;
    }

    /**
     * Whether all tests match.
     *
     * @param from where the bytes start in their array
     * @param length how many there are
     * @param offset of the first byte in its stream, 0 for a packet's payload; {@code offset} and {@code depth} count from the stream's start
     */
    public boolean matches(List<PayloadTest> all, byte[] array, int from, int length, long offset) {
        this.bytes = array;
        this.from = from;
        this.length = length;
        this.streamOffset = offset;
        this.tests = all;
        givenUp = false;
        budget.refill(STEPS + STEPS_PER_BYTE * length);
        try {
            return test(0, 0);
        } catch (StepBudget.Spent | StackOverflowError tooMuch) {
            stopped++;
            return false;
        }
    }

    /** @param end where the match before ended, from the first byte */
    private boolean test(int index, int end) {
        if (index == tests.size()) {
            return true;
        }
        return switch (tests.get(index)) {
            case PayloadTest.Content content -> content(content, index, end);
            case PayloadTest.Regex regex -> regex(regex, index, end);
        };
    }

    /** Whether the next test depends on where this one matched. */
    private boolean isFollowed(int index) {
        return index + 1 < tests.size() && tests.get(index + 1).relative();
    }

    private boolean content(PayloadTest.Content content, int index, int end) {
        long start = content.relative() ? relativeStart(content, end) : content.offset() - streamOffset;
        long limit = content.relative() ? relativeLimit(content, end) : absoluteLimit(content);
        int first = Math.clamp(start, 0, length);
        int last = Math.clamp(limit, 0, length);
        while (true) {
            int at = start > length ? NOT_FOUND : find(content, first, last);
            if (at == NOT_FOUND) {
                return missed(content, index, end);
            }
            if (content.negated()) {
                return fail(!content.relative());
            }
            int behind = at + content.pattern().length;
            if (test(index + 1, behind)) {
                return true;
            }
            if (givenUp || !isFollowed(index)) {
                return fail(!content.relative());
            }
            first = at + 1;
        }
    }

    private boolean missed(PayloadTest.Content content, int index, int end) {
        if (content.negated()) {
            return test(index + 1, end);
        }
        return fail(!content.relative());
    }

    /** Nothing that was matched before can change the outcome of a test that is not relative. */
    private boolean fail(boolean isFinal) {
        givenUp |= isFinal;
        return false;
    }

    private long relativeStart(PayloadTest.Content content, int end) {
        return Math.max(0, (long) end + (content.distance() == PayloadTest.NONE ? 0 : content.distance()));
    }

    private long relativeLimit(PayloadTest.Content content, int end) {
        if (content.within() == PayloadTest.NONE) {
            return length;
        }
        return (long) end + content.within() + (content.distance() == PayloadTest.NONE ? 0 : content.distance());
    }

    private long absoluteLimit(PayloadTest.Content content) {
        return content.depth() == PayloadTest.NONE ? length : content.depth() - streamOffset;
    }

    /** Index of the content's first byte between the two, or {@link #NOT_FOUND}. */
    private int find(PayloadTest.Content content, int first, int limit) {
        byte[] pattern = content.pattern();
        int last = limit - pattern.length;
        int start = first;
        if (content.atEnd()) {
            last = limit < length ? NOT_FOUND : last;
            start = Math.max(first, length - pattern.length);
        }
        for (int at = start; at <= last; at++) {
            if (isAt(pattern, content.foldCase(), from + at)) {
                budget.spend();
                return at;
            }
        }
        return NOT_FOUND;
    }

    private boolean isAt(byte[] pattern, boolean foldCase, int at) {
        for (int i = 0; i < pattern.length; i++) {
            byte here = bytes[at + i];
            if (here != pattern[i] && !(foldCase && AutomatonSearch.fold(here) == AutomatonSearch.fold(pattern[i]))) {
                return false;
            }
        }
        return true;
    }

    private boolean regex(PayloadTest.Regex regex, int index, int end) {
        int start = regex.relative() ? end : 0;
        Matcher matcher = regex.pattern().matcher(new ByteText(bytes, from + start, length - start, budget));
        if (regex.anchored()) {
            matcher.useAnchoringBounds(false);
        }
        int next = 0;
        while (true) {
            boolean found = next <= length - start && find(regex, matcher, next, length - start);
            if (regex.negated() || !found) {
                boolean ok = regex.negated() != found;
                return ok ? test(index + 1, end) : fail(!regex.relative());
            }
            next = matcher.start() + 1;
            if (test(index + 1, start + matcher.end())) {
                return true;
            }
            if (givenUp || !isFollowed(index)) {
                return fail(!regex.relative());
            }
        }
    }

    private static boolean find(PayloadTest.Regex regex, Matcher matcher, int next, int length) {
        return regex.anchored() ? matcher.region(next, length).lookingAt() : matcher.find(next);
    }
}

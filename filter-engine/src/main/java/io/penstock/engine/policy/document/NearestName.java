// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.Collection;
import java.util.Locale;

/** Finds the known name that a mistyped one probably meant (ARCHITECTURE 5). Stateless; any thread. */
public final class NearestName {
    /** Longer words are not worth comparing: no known name is as long. */
    private static final int MAX_LENGTH = 120;

    private NearestName() {}

    /** The nearest of the candidates by edits, upper and lower case alike; empty when none is near (a third of the letters). */
    public static String of(String word, Collection<String> candidates) {
        if (word.length() > MAX_LENGTH) {
            return "";
        }
        String folded = word.toLowerCase(Locale.ROOT);
        String nearest = "";
        int best = Math.min(Math.max(2, word.length() / 3) + 1, word.length());
        for (String candidate : candidates) {
            int distance = distance(folded, candidate.toLowerCase(Locale.ROOT), best);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Edits between two words (insert, delete, replace), or the bound if there are at least so many. */
    private static int distance(String a, String b, int bound) {
        if (Math.abs(a.length() - b.length()) >= bound) {
            return bound;
        }
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return Math.min(bound, previous[b.length()]);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import java.util.ArrayList;
import java.util.List;

/** Cuts a line into words at white space; double quotes keep white space in a word, and are not part of it. */
final class PacketWords {
    /**
     * A word.
     *
     * @param text without quotes
     * @param column where it starts, from 1
     */
    record Word(String text, int column) {}

    private PacketWords() {}

    static List<Word> of(String line) throws PacketSyntaxException {
        List<Word> words = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int start = -1;
        int quote = -1;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                start = start < 0 ? i : start;
                quote = quote < 0 ? i : -1;
            } else if (quote < 0 && Character.isWhitespace(c)) {
                start = end(words, text, start);
            } else {
                start = start < 0 ? i : start;
                text.append(c);
            }
        }
        if (quote >= 0) {
            throw new PacketSyntaxException(quote + 1, "a quote without its end", "another \"");
        }
        end(words, text, start);
        return words;
    }

    private static int end(List<Word> words, StringBuilder text, int start) {
        if (start >= 0) {
            words.add(new Word(text.toString(), start + 1));
            text.setLength(0);
        }
        return -1;
    }
}

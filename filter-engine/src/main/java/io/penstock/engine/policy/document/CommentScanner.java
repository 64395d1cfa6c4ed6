// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * The library's tokens, unchanged, and the comments between them in the order of the document. The library tells where tokens begin and end; between two of them are white
 * space and comments alone. Its own comment tokens are not used: with them it refuses flow collections that are valid, and its queue of them takes time with the
 * square of their number (ADR 57). Time here is linear. One thread.
 */
final class CommentScanner implements Scanner {
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private final Scanner tokens;
    private final String text;
    private final Consumer<Comment> comments;

    /** How far the text has been looked at: in chars, and in code points, lines and columns as the library counts them. */
    private int at;

    private int index;
    private int line;
    private int column;
    private boolean isAfterToken;

    /**
     * Tokens with the comments between them.
     *
     * @param tokens of this text, by a scanner with marks
     * @param text the document
     * @param comments is told of each comment, before the token that follows it can be seen
     */
    CommentScanner(Scanner tokens, String text, Consumer<Comment> comments) {
        this.tokens = tokens;
        this.text = text;
        this.comments = comments;
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        return tokens.checkToken(choices);
    }

    @Override
    public boolean checkToken(Token.ID choice) {
        return tokens.checkToken(choice);
    }

    @Override
    public boolean hasNext() {
        return tokens.hasNext();
    }

    @Override
    public void resetDocumentIndex() {
        tokens.resetDocumentIndex();
    }

    @Override
    public Token peekToken() {
        Token token = tokens.peekToken();
        lookUpTo(indexOf(token.getStartMark()));
        return token;
    }

    @Override
    public Token next() {
        Token token = tokens.next();
        lookUpTo(indexOf(token.getStartMark()));
        int end = indexOf(token.getEndMark());
        if (end > index) {
            isAfterToken = true;
            if (isBlockScalar(token)) {
                lookAtHeader();
            }
            stepTo(end);
        }
        return token;
    }

    private static int indexOf(Optional<Mark> mark) {
        return mark.orElseThrow().getIndex();
    }

    /** Behind the sign of a block scalar, on its line, may stand a comment; what follows is text. */
    private void lookAtHeader() {
        while (at < text.length() && !isLineBreak(text.charAt(at))) {
            if (text.charAt(at) == '#') {
                comment();
            } else {
                step();
            }
        }
    }

    private static boolean isBlockScalar(Token token) {
        return token instanceof ScalarToken scalar
                && (scalar.getStyle() == ScalarStyle.LITERAL || scalar.getStyle() == ScalarStyle.FOLDED);
    }

    private void lookUpTo(int end) {
        while (index < end) {
            if (text.charAt(at) == '#') {
                comment();
            } else {
                step();
            }
        }
    }

    private void comment() {
        int end = at;
        while (end < text.length() && !isLineBreak(text.charAt(end))) {
            end++;
        }
        String comment = text.substring(at, end).stripTrailing();
        comments.accept(new Comment(index, line, column, comment, !isAfterToken));
        while (at < end) {
            step();
        }
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r';
    }

    private void stepTo(int end) {
        while (index < end) {
            step();
        }
    }

    private void step() {
        char c = text.charAt(at);
        at += Character.charCount(text.codePointAt(at));
        index++;
        boolean half = c == '\r' && at < text.length() && text.charAt(at) == '\n';
        if (isLineBreak(c) && !half) {
            line++;
            column = 0;
            isAfterToken = false;
        } else if (c != BYTE_ORDER_MARK) {
            column++;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

/** Colours for a person's screen; without them the text is the same. */
public enum Styling {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    /** Colours where {@code coloured}, else none. */
    public static Styling of(boolean coloured) {
        return coloured ? COLOURED : PLAIN;
    }

    public String bold(String text) {
        return wrap("1", text);
    }

    public String dim(String text) {
        return wrap("2", text);
    }

    public String green(String text) {
        return wrap("32", text);
    }

    public String red(String text) {
        return wrap("31", text);
    }

    public String yellow(String text) {
        return wrap("33", text);
    }

    public String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
    }
}

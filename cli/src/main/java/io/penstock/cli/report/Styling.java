// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

/** Colours for a person's screen; without them the text is the same. */
enum Styling {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    String bold(String text) {
        return wrap("1", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    String green(String text) {
        return wrap("32", text);
    }

    String red(String text) {
        return wrap("31", text);
    }

    String yellow(String text) {
        return wrap("33", text);
    }

    String cyan(String text) {
        return wrap("36", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import java.util.Optional;

/** What the screen shows below its head, and the key that asks for it. */
enum View {
    /** The first rows of each of the others. */
    OVERVIEW('o', "overview"),
    DISCARDS('d', "discards"),
    CALLOUTS('c', "callouts"),
    LAG('l', "lag"),
    AGENTS('a', "agents");

    private final char key;
    private final String title;

    View(char key, String title) {
        this.key = key;
        this.title = title;
    }

    char key() {
        return key;
    }

    String title() {
        return title;
    }

    static Optional<View> of(int key) {
        for (View view : values()) {
            if (view.key == key) {
                return Optional.of(view);
            }
        }
        return Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * What a policy says to packets, and where (ARCHITECTURE 9, "One line per packet").
 *
 * @param action {@code permit}, {@code block}, {@code absorb} or {@code malformed}
 * @param layer key of the layer that decided; empty where nothing decided
 * @param filter key of the filter that decided; empty where none did
 * @param filterName its name for people; empty where there is none
 */
public record Decision(String action, String layer, String filter, String filterName) {
    public Decision {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(filterName, "filterName");
    }
}

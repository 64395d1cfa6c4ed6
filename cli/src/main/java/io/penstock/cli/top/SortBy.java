// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import java.util.Comparator;

/** The order of rows. Where it leaves rows equal, their names decide, so that they keep their places. */
enum SortBy {
    RATE(
            "rate",
            Comparator.comparingDouble(Row::rate).thenComparingLong(Row::total).reversed()),
    TOTAL("total", Comparator.comparingLong(Row::total).reversed()),
    NAME("name", Comparator.comparing(Row::name));

    private final String title;
    private final Comparator<Row> order;

    SortBy(String title, Comparator<Row> order) {
        this.title = title;
        this.order = order.thenComparing(Row::name);
    }

    String title() {
        return title;
    }

    Comparator<Row> order() {
        return order;
    }

    SortBy next() {
        return values()[(ordinal() + 1) % values().length];
    }
}

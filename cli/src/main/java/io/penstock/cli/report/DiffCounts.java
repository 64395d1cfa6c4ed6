// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.policy.diff.FilterDifference;
import io.penstock.engine.policy.diff.ObjectChanges;
import io.penstock.engine.policy.diff.PolicyDiff;
import io.penstock.engine.policy.diff.ProviderChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much changed from one policy to another.
 *
 * @param added filters that the later one has
 * @param removed filters that the earlier one had
 * @param reweighted filters of another weight
 * @param changed filters that do otherwise
 * @param remade filters under another key
 * @param objects sublayers, callouts and provider contexts that came, went or changed
 * @param settings whether the settings differ
 */
public record DiffCounts(
        int added, int removed, int reweighted, int changed, int remade, int objects, boolean settings) {

    /** Counts differences. */
    public static DiffCounts of(PolicyDiff diff) {
        return new DiffCounts(
                count(diff, FilterDifference.Added.class),
                count(diff, FilterDifference.Removed.class),
                count(diff, FilterDifference.Reweighted.class),
                count(diff, FilterDifference.Changed.class),
                diff.providers().stream().mapToInt(ProviderChanges::remade).sum(),
                count(diff.sublayers()) + count(diff.callouts()) + count(diff.contexts()),
                diff.settingsChanged());
    }

    private static int count(PolicyDiff diff, Class<? extends FilterDifference> kind) {
        return Math.toIntExact(diff.providers().stream()
                .flatMap(provider -> provider.differences().stream())
                .filter(kind::isInstance)
                .count());
    }

    private static int count(ObjectChanges<?> changes) {
        return changes.added().size()
                + changes.removed().size()
                + changes.changed().size();
    }

    /** One line: {@code filters: 2 added, 1 removed; the settings differ}. */
    public String text() {
        List<String> filters = new ArrayList<>();
        add(filters, added, "added");
        add(filters, removed, "removed");
        add(filters, reweighted, "reweighted");
        add(filters, changed, "changed");
        add(filters, remade, "under new keys");
        List<String> parts = new ArrayList<>();
        if (!filters.isEmpty()) {
            parts.add("filters: " + String.join(", ", filters));
        }
        if (objects > 0) {
            parts.add(String.format(Locale.ROOT, "other objects: %,d", objects));
        }
        if (settings) {
            parts.add("the settings differ");
        }
        return parts.isEmpty() ? "nothing that is compared" : String.join("; ", parts);
    }

    private static void add(List<String> texts, int count, String what) {
        if (count > 0) {
            texts.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.diff.FilterDifference;
import io.penstock.engine.policy.diff.HardPermit;
import io.penstock.engine.policy.diff.ObjectChanges;
import io.penstock.engine.policy.diff.PolicyDiff;
import io.penstock.engine.policy.diff.ProviderChanges;
import io.penstock.engine.policy.document.ConditionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** What changed from one policy to another, for a person: a line an object, the sign of what happened to it in front. */
public final class DiffPage {
    private static final int SHORT_VERSION = 12;

    private final Styling styling;
    private final List<String> lines = new ArrayList<>();

    private DiffPage(Styling styling) {
        this.styling = styling;
    }

    /** The page; {@code old} and {@code now} are what the user calls the policies. */
    public static List<String> lines(
            String old, Policy before, String now, Policy after, PolicyDiff diff, boolean coloured) {
        DiffPage page = new DiffPage(coloured ? Styling.COLOURED : Styling.PLAIN);
        page.lines.addAll(new Columns("tttn")
                .row(
                        "old",
                        old,
                        before.version().substring(0, SHORT_VERSION),
                        filters(before.filters().size()))
                .row(
                        "new",
                        now,
                        after.version().substring(0, SHORT_VERSION),
                        filters(after.filters().size()))
                .lines());
        if (diff.isEmpty()) {
            page.lines.add("nothing changed");
        }
        diff.providers().forEach(page::provider);
        page.objects("sublayers", diff.sublayers(), Sublayer::subLayerKey, DiffPage::weight);
        page.objects("callouts", diff.callouts(), DiffPage::named, DiffPage::inert);
        page.registrations(diff.unregistered(), after);
        page.registered(diff.registered(), after);
        page.contexts(diff.contexts());
        if (diff.settingsChanged()) {
            page.title("settings");
            page.lines.add(page.styling.yellow("  ~ the settings differ"));
        }
        page.hardPermits(diff.hardPermits());
        return page.lines;
    }

    private static String filters(int count) {
        return number(count) + " filters";
    }

    private void title(String text) {
        lines.add("");
        lines.add(styling.bold(text));
    }

    private void provider(ProviderChanges changes) {
        String key = changes.providerKey();
        String who = key == null ? "nobody's filters" : "provider " + key;
        String name = changes.name().isEmpty() || changes.name().equals(key) ? "" : " (" + changes.name() + ")";
        String standing = switch (changes.standing()) {
            case BOTH -> "";
            case ADDED -> ", new";
            case REMOVED -> ", gone";
        };
        title(who + name + standing);
        changes.differences().forEach(this::filter);
        if (changes.remade() > 0) {
            lines.add(styling.dim(
                    "  = " + filters(changes.remade()) + " made anew under other keys, otherwise as they were"));
        }
    }

    private void filter(FilterDifference difference) {
        lines.add(
                switch (difference) {
                    case FilterDifference.Added(Filter filter) -> styling.green("  + " + text(filter));
                    case FilterDifference.Removed(Filter filter) -> styling.red("  - " + text(filter));
                    case FilterDifference.Reweighted(Filter before, Filter filter) ->
                        styling.yellow("  ~ " + text(filter) + ": weight " + hex(before) + " -> " + hex(filter));
                    case FilterDifference.Changed(Filter before, Filter filter, List<String> members) ->
                        styling.yellow("  ~ " + text(filter) + ": "
                                + String.join(
                                        ", ",
                                        members.stream()
                                                .map(member -> member(member, before, filter))
                                                .toList()));
                });
    }

    private static String member(String member, Filter before, Filter now) {
        return switch (member) {
            case "displayData" -> "name was '" + before.name() + "'";
            case "action" -> "action was " + action(before);
            case "effectiveWeight" -> "weight " + hex(before) + " -> " + hex(now);
            case "subLayerKey" -> "sublayer was " + brief(before.subLayerKey());
            case "layerKey" -> "layer was " + brief(before.layer().key());
            case "filterCondition" -> "conditions were " + conditions(before) + ", are " + conditions(now);
            default -> "other " + member;
        };
    }

    private static String conditions(Filter filter) {
        String text = new ConditionText(filter.layer(), true).of(filter.conditions());
        return text.isEmpty() ? "none" : "(" + text + ")";
    }

    private static String text(Filter filter) {
        return action(filter) + " " + brief(filter.layer().key()) + " " + brief(filter.subLayerKey()) + " '"
                + filter.name() + "' " + filter.filterKey();
    }

    private static String action(Filter filter) {
        String hard = filter.clearsActionRight() ? "hard " : "";
        String word = filter.action().key().replaceFirst("^FWP_ACTION_", "").toLowerCase(Locale.ROOT);
        String callout = filter.action().callout();
        return hard + word.replace('_', ' ') + (callout == null ? "" : " " + callout);
    }

    private static String hex(Filter filter) {
        return "0x" + Long.toHexString(filter.effectiveWeight());
    }

    private <T> void objects(
            String kind,
            ObjectChanges<T> changes,
            Function<T, String> name,
            Function<ObjectChanges.Change<T>, String> what) {
        if (changes.isEmpty()) {
            return;
        }
        title(kind);
        changes.added().forEach(object -> lines.add(styling.green("  + " + name.apply(object))));
        changes.removed().forEach(object -> lines.add(styling.red("  - " + name.apply(object))));
        changes.changed()
                .forEach(change ->
                        lines.add(styling.yellow("  ~ " + name.apply(change.now()) + ": " + what.apply(change))));
    }

    private static String weight(ObjectChanges.Change<Sublayer> change) {
        return "weight " + change.before().weight() + " -> " + change.now().weight();
    }

    private static String named(CalloutObject callout) {
        boolean bare = callout.name().equals(callout.calloutKey());
        return callout.calloutKey() + (bare ? "" : " (" + callout.name() + ")");
    }

    private static String inert(ObjectChanges.Change<CalloutObject> change) {
        if (change.before().inert() == change.now().inert()) {
            return "other layers";
        }
        return change.now().inert() ? "inert now" : "no longer inert";
    }

    private void registrations(Set<String> unregistered, Policy after) {
        if (unregistered.isEmpty()) {
            return;
        }
        title("callouts unregistered: their filters block now, or permit where they say so");
        unregistered.forEach(key -> lines.add(styling.red("  - " + callout(key, after))));
    }

    private void registered(Set<String> registered, Policy after) {
        if (registered.isEmpty()) {
            return;
        }
        title("callouts registered");
        registered.forEach(key -> lines.add(styling.green("  + " + callout(key, after))));
    }

    private static String callout(String key, Policy policy) {
        long naming = policy.filters().stream()
                .filter(filter -> key.equals(filter.action().callout()))
                .count();
        return policy.callout(key).map(DiffPage::named).orElse(key) + ": " + filters((int) naming);
    }

    private void contexts(ObjectChanges<ProviderContext> contexts) {
        if (contexts.isEmpty()) {
            return;
        }
        title("provider contexts");
        lines.add("  " + number(contexts.added().size()) + " added, "
                + number(contexts.removed().size()) + " removed, "
                + number(contexts.changed().size()) + " changed");
    }

    private void hardPermits(List<HardPermit> permits) {
        if (permits.isEmpty()) {
            return;
        }
        title("hard permits that now override blocks");
        for (HardPermit permit : permits) {
            lines.add(styling.yellow("  ! " + text(permit.permit())));
            permit.blocks().forEach(block -> lines.add("      over " + text(block)));
        }
    }

    private static String brief(String key) {
        return key.replaceFirst("^FWPM_(LAYER|SUBLAYER)_", "");
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

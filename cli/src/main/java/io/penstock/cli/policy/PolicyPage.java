// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.policy;

import io.penstock.cli.explain.ActionText;
import io.penstock.cli.explain.Names;
import io.penstock.cli.report.Styling;
import io.penstock.engine.policy.CompiledFilter;
import io.penstock.engine.policy.CompiledSublayer;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.ConditionText;
import io.penstock.engine.policy.document.SettingsText;
import java.util.ArrayList;
import java.util.List;

/** A policy as a person reads it: per layer its sublayers by weight, in them the filters by weight, each with what it does and when. */
public final class PolicyPage {
    private static final int WIDEST_KEY = 44;
    private static final int WIDEST_ACTION = 28;

    private final Policy policy;
    private final Styling style;
    private final StringBuilder page = new StringBuilder();

    private PolicyPage(Policy policy, Styling style) {
        this.policy = policy;
        this.style = style;
    }

    /**
     * The page.
     *
     * @param name what the user calls the policy
     */
    public static String of(String name, Policy policy, Styling style) {
        PolicyPage page = new PolicyPage(policy, style);
        page.write(name);
        return page.page.toString();
    }

    private void write(String name) {
        List<Layer> used = Layer.all().stream()
                .filter(layer -> !policy.compiled(layer).isEmpty())
                .toList();
        line(style.bold(name) + ": " + policy.filters().size() + " filters at " + used.size() + " layers, "
                + policy.callouts().size() + " callouts, "
                + policy.providerContexts().size() + " provider contexts");
        line("version " + policy.version());
        List<String> settings = SettingsText.changed(policy.settings());
        line(settings.isEmpty() ? "settings as by default" : "settings: " + String.join(", ", settings));
        used.forEach(this::layer);
        idle();
    }

    private void layer(Layer layer) {
        line("");
        line(style.bold(Names.layer(layer.key())));
        for (CompiledSublayer sublayer : policy.compiled(layer).sublayers()) {
            line("  " + sublayer.sublayer().subLayerKey()
                    + style.dim(", weight " + sublayer.sublayer().weight()));
            List<Filter> filters =
                    sublayer.filters().stream().map(CompiledFilter::filter).toList();
            int keys = width(filters.stream().map(Names::filter).toList(), WIDEST_KEY);
            int actions = width(filters.stream().map(ActionText::of).toList(), WIDEST_ACTION);
            filters.forEach(filter -> filter(filter, keys, actions));
        }
    }

    private void filter(Filter filter, int keys, int actions) {
        String when = filter.conditions().isEmpty()
                ? "always"
                : new ConditionText(filter.layer(), policy.settings().prefixIsSuffix()).of(filter.conditions());
        String action = ActionText.of(filter);
        String coloured = action.contains("block") ? style.red(action) : style.green(action);
        String notes = notes(filter);
        line("    " + style.dim(String.format("%016x", filter.effectiveWeight())) + "  "
                + padded(Names.filter(filter), keys)
                + "  " + (filter.action().callout() == null ? coloured : style.yellow(action))
                + " ".repeat(Math.max(0, actions - action.length())) + "  " + when
                + (notes.isEmpty() ? "" : style.dim("  [" + notes + "]")));
    }

    private String notes(Filter filter) {
        List<String> notes = new ArrayList<>();
        if (filter.providerContextKey() != null) {
            notes.add("context " + filter.providerContextKey());
        }
        if (filter.rawContext() != 0) {
            notes.add("raw context " + Long.toUnsignedString(filter.rawContext()));
        }
        if (filter.permitsIfCalloutUnregistered()) {
            notes.add("permit if the callout is unregistered");
        }
        if (policy.isInert(filter)) {
            notes.add("inert");
        }
        return String.join(", ", notes);
    }

    /** Filters that are kept, and decide nothing. */
    private void idle() {
        List<Filter> idle =
                policy.filters().stream().filter(f -> !f.isEnabled()).toList();
        if (!idle.isEmpty()) {
            line("");
            line(style.bold("Without part in verdicts") + " (disabled, or for the time of booting)");
            idle.forEach(filter -> line("    " + Names.layer(filter.layer().key()) + "  " + filter.filterKey() + "  "
                    + ActionText.of(filter)));
        }
    }

    private static int width(List<String> texts, int widest) {
        return Math.min(widest, texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}

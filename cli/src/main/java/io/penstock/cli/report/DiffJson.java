// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What changed from one policy to another as one JSON object. Its fields are a contract: people script against them. */
public final class DiffJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DiffJson() {}

    /** The object, on one line, without a line break; {@code old} and {@code now} are what the user calls the policies. */
    public static String of(String old, Policy before, String now, Policy after, PolicyDiff diff) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            side(json, "old", old, before);
            side(json, "new", now, after);
            json.writeBooleanField("changed", !diff.isEmpty());
            json.writeArrayFieldStart("providers");
            for (ProviderChanges provider : diff.providers()) {
                provider(json, provider);
            }
            json.writeEndArray();
            objects(json, "sublayers", diff.sublayers(), Sublayer::subLayerKey);
            objects(json, "callouts", diff.callouts(), CalloutObject::calloutKey);
            objects(json, "providerContexts", diff.contexts(), ProviderContext::providerContextKey);
            keys(json, "unregisteredCallouts", diff.unregistered());
            keys(json, "registeredCallouts", diff.registered());
            hardPermits(json, diff.hardPermits());
            json.writeBooleanField("settingsChanged", diff.settingsChanged());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void side(JsonGenerator json, String field, String file, Policy policy) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("file", file);
        json.writeStringField("policyVersion", policy.version());
        json.writeNumberField("filters", policy.filters().size());
        json.writeEndObject();
    }

    private static void provider(JsonGenerator json, ProviderChanges changes) throws IOException {
        json.writeStartObject();
        json.writeStringField("provider", changes.providerKey());
        json.writeStringField("name", changes.name());
        json.writeStringField("standing", changes.standing().name().toLowerCase(Locale.ROOT));
        filters(json, "added", changes, FilterDifference.Added.class);
        filters(json, "removed", changes, FilterDifference.Removed.class);
        filters(json, "reweighted", changes, FilterDifference.Reweighted.class);
        filters(json, "changed", changes, FilterDifference.Changed.class);
        json.writeNumberField("remade", changes.remade());
        json.writeEndObject();
    }

    private static void filters(
            JsonGenerator json, String field, ProviderChanges changes, Class<? extends FilterDifference> kind)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (FilterDifference difference : changes.differences()) {
            if (kind.isInstance(difference)) {
                filter(json, difference);
            }
        }
        json.writeEndArray();
    }

    private static void filter(JsonGenerator json, FilterDifference difference) throws IOException {
        json.writeStartObject();
        members(json, difference.filter());
        switch (difference) {
            case FilterDifference.Added(var _) -> {}
            case FilterDifference.Removed(var _) -> {}
            case FilterDifference.Reweighted(Filter before, var _) ->
                json.writeStringField("weightBefore", Long.toUnsignedString(before.effectiveWeight()));
            case FilterDifference.Changed(Filter before, var _, List<String> members) -> {
                keys(json, "members", members);
                json.writeObjectFieldStart("before");
                members(json, before);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void members(JsonGenerator json, Filter filter) throws IOException {
        json.writeStringField("filter", filter.filterKey());
        json.writeStringField("name", filter.name());
        json.writeStringField("layer", filter.layer().key());
        json.writeStringField("sublayer", filter.subLayerKey());
        json.writeStringField("action", filter.action().key());
        if (filter.action().callout() != null) {
            json.writeStringField("callout", filter.action().callout());
        }
        json.writeStringField("weight", Long.toUnsignedString(filter.effectiveWeight()));
    }

    private static <T> void objects(JsonGenerator json, String field, ObjectChanges<T> changes, Function<T, String> key)
            throws IOException {
        json.writeObjectFieldStart(field);
        keys(json, "added", changes.added().stream().map(key).toList());
        keys(json, "removed", changes.removed().stream().map(key).toList());
        keys(
                json,
                "changed",
                changes.changed().stream()
                        .map(change -> key.apply(change.now()))
                        .toList());
        json.writeEndObject();
    }

    private static void keys(JsonGenerator json, String field, Collection<String> keys) throws IOException {
        json.writeArrayFieldStart(field);
        for (String key : keys) {
            json.writeString(key);
        }
        json.writeEndArray();
    }

    private static void hardPermits(JsonGenerator json, List<HardPermit> permits) throws IOException {
        json.writeArrayFieldStart("hardPermits");
        for (HardPermit permit : permits) {
            json.writeStartObject();
            members(json, permit.permit());
            keys(
                    json,
                    "overrides",
                    permit.blocks().stream().map(Filter::filterKey).toList());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.redirect.Redirect;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionFinding;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.CompletionRedirect;
import io.penstock.schemas.InjectionFunction;
import io.penstock.schemas.PendedPacket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Crosses between the records of the wire and the engine's values. Filters and provider contexts that come again and again come out as the
 * same objects, so a callout may keep what it has made of a context. One thread.
 */
final class CalloutCodec {
    /** More revisions than are ever under way at once; beyond, the remembered ones go. */
    private static final int MOST_REMEMBERED = 1_024;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final Map<Asking, Remembered> remembered = new HashMap<>();
    private final Map<Described, ProviderContext> contexts = new HashMap<>();

    private record Asking(String policyVersion, String filterKey, String layer) {}

    private record Remembered(Filter filter, ProviderContext context) {}

    private record Described(String key, String type, String data) {}

    /**
     * What the callout is asked.
     *
     * @throws UnreadablePendException if item, bytes of a stream, layer, action or provider context cannot be read
     */
    PendedItem item(PendedPacket record) throws UnreadablePendException {
        Remembered asked = asked(record);
        try {
            // A worker has no policies: what it needs of one is in the record.
            Item item = ItemCodec.decode(bytes(record.getItem()), revision -> null);
            return new PendedItem(item, asked.filter(), asked.context(), StreamCodec.shown(record.getStream()));
        } catch (IllegalArgumentException unreadable) {
            throw new UnreadablePendException(unreadable.getMessage(), unreadable);
        }
    }

    private Remembered asked(PendedPacket record) throws UnreadablePendException {
        Asking asking = new Asking(record.getPolicyVersion(), record.getFilterKey(), record.getLayer());
        Remembered known = remembered.get(asking);
        if (known == null) {
            known = new Remembered(filter(record), context(record));
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(asking, known);
        }
        return known;
    }

    private static Filter filter(PendedPacket record) throws UnreadablePendException {
        Layer layer = Layer.byKey(record.getLayer())
                .orElseThrow(() -> new UnreadablePendException("unknown layer " + record.getLayer(), null));
        Filter filter = new Filter(
                record.getFilterId(),
                record.getFilterKey(),
                record.getFilterName(),
                layer,
                record.getSubLayer(),
                0,
                List.of(),
                action(record),
                flags(record.getFilterFlags()),
                record.getProviderContextKey().isEmpty() ? null : record.getProviderContextKey());
        return filter.withRawContext(record.getFilterRawContext());
    }

    private static Action action(PendedPacket record) throws UnreadablePendException {
        String callout = record.getCalloutKey();
        return switch (record.getFilterAction()) {
            case "FWP_ACTION_CALLOUT_TERMINATING" -> new Action.CalloutTerminating(callout);
            case "FWP_ACTION_CALLOUT_INSPECTION" -> new Action.CalloutInspection(callout);
            case "FWP_ACTION_CALLOUT_UNKNOWN" -> new Action.CalloutUnknown(callout);
            default -> throw new UnreadablePendException("unknown action " + record.getFilterAction(), null);
        };
    }

    private static Set<FilterFlag> flags(int bits) {
        Set<FilterFlag> flags = EnumSet.noneOf(FilterFlag.class);
        for (FilterFlag flag : FilterFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** One object as long as it says the same, for all filters that name it and from revision to revision: callouts tell contexts apart by identity, and remember flows by them. */
    private ProviderContext context(PendedPacket record) throws UnreadablePendException {
        if (record.getProviderContextKey().isEmpty()) {
            return null;
        }
        Described described = new Described(
                record.getProviderContextKey(), record.getProviderContextType(), record.getProviderContext());
        ProviderContext known = contexts.get(described);
        if (known == null) {
            if (contexts.size() >= MOST_REMEMBERED) {
                contexts.clear();
            }
            known = read(described);
            contexts.put(described, known);
        }
        return known;
    }

    private ProviderContext read(Described context) throws UnreadablePendException {
        try {
            String text = context.data();
            Map<String, Object> data = text.isEmpty() ? Map.of() : json.readValue(text, OBJECT);
            return new ProviderContext(context.key(), context.type(), data);
        } catch (JsonProcessingException unreadable) {
            throw new UnreadablePendException(
                    "provider context " + context.key() + " is not JSON: " + unreadable.getOriginalMessage(),
                    unreadable);
        }
    }

    /** The engine's answer as a record. */
    static Completion completion(
            PendedPacket pended, io.penstock.engine.pend.Completion answer, String worker, int delivery, long micros) {
        CompletionKind kind = kind(answer);
        List<Injection> clones =
                answer instanceof io.penstock.engine.pend.Completion.Replace replace ? replace.clones() : List.of();
        List<CompletionFinding> findings = answer.findings().stream()
                .map(found -> new CompletionFinding(found.key(), found.message()))
                .toList();
        Completion record = record(
                pended,
                kind,
                kind == CompletionKind.FAILED ? reason(answer.findings()) : null,
                clones,
                findings,
                answer.flowContext(),
                worker,
                delivery,
                micros);
        if (answer instanceof io.penstock.engine.pend.Completion.Redirected redirected) {
            record.setRedirect(redirect(redirected.change()));
        }
        if (answer instanceof io.penstock.engine.pend.Completion.Stream stream) {
            record.setStreamSteps(stream.steps().stream().map(StreamCodec::step).toList());
        }
        return record;
    }

    /** An answer that says why there is none. */
    static Completion failed(PendedPacket pended, String reason, String worker, int delivery) {
        return record(pended, CompletionKind.FAILED, reason, List.of(), List.of(), null, worker, delivery, -1);
    }

    private static Completion record(
            PendedPacket pended,
            CompletionKind kind,
            String reason,
            List<Injection> clones,
            List<CompletionFinding> findings,
            Long flowContext,
            String worker,
            int delivery,
            long micros) {
        return new Completion(
                pended.getPendId(),
                pended.getDigest(),
                pended.getPublishTimeMs(),
                pended.getCalloutKey(),
                worker,
                kind,
                reason,
                clones.stream().map(clone -> ByteBuffer.wrap(clone.frame())).toList(),
                findings,
                flowContext,
                delivery,
                micros,
                clones.stream().map(CalloutCodec::function).toList(),
                null,
                List.of());
    }

    private static CompletionRedirect redirect(Redirect change) {
        return new CompletionRedirect(
                ByteBuffer.wrap(change.target().address()),
                change.target().port(),
                change.context(),
                change.targetProcess(),
                change.reauthorizeIfModified());
    }

    private static InjectionFunction function(Injection clone) {
        return clone.function() == null
                ? InjectionFunction.ORIGIN
                : InjectionFunction.valueOf(clone.function().name());
    }

    private static CompletionKind kind(io.penstock.engine.pend.Completion answer) {
        return switch (answer) {
            case io.penstock.engine.pend.Completion.Permit permit -> CompletionKind.PERMIT;
            case io.penstock.engine.pend.Completion.Redirected redirected -> CompletionKind.PERMIT;
            // Its steps say what it is.
            case io.penstock.engine.pend.Completion.Stream stream -> CompletionKind.PERMIT;
            case io.penstock.engine.pend.Completion.Block block -> CompletionKind.BLOCK;
            case io.penstock.engine.pend.Completion.Replace replace -> CompletionKind.REPLACE;
            case io.penstock.engine.pend.Completion.Failed failed -> CompletionKind.FAILED;
            // A worker has the verdict: it is never asked to have the layer look again.
            case io.penstock.engine.pend.Completion.ClassifyAgain again -> CompletionKind.FAILED;
        };
    }

    private static String reason(List<ClassifyOut.Finding> findings) {
        return findings.isEmpty() ? "the callout failed" : findings.getLast().message();
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return copy;
    }
}

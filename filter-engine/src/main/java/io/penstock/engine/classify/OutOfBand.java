// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.FlowCallout;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lets an out-of-band callout decide a pended item (spec 6.2): the same in a worker, that got it over a topic, and where an evaluation answers at once. One
 * thread.
 */
public final class OutOfBand {
    private final FieldValues values = new FieldValues();
    private final ClassifyOut out = new ClassifyOut();

    /**
     * Asks the callout.
     *
     * @param callout its code
     * @param item the pended item
     * @param filter the filter that pended it
     * @param context the filter's provider context, or null
     * @param pendId text form of the pend's id
     * @param digest the pend's digest
     * @param flowContext the callout's context on the item's flow, 0 none
     * @return its answer; failed where it threw
     */
    public Completion decide(
            Callout callout,
            Item item,
            Filter filter,
            ProviderContext context,
            String pendId,
            long digest,
            long flowContext) {
        return decide(callout, item, filter, context, pendId, digest, flowContext, null);
    }

    /**
     * As without {@code stream}, about bytes of a stream where it is not null (spec 7.7).
     *
     * @param stream the bytes that were pended with the item
     */
    public Completion decide(
            Callout callout,
            Item item,
            Filter filter,
            ProviderContext context,
            String pendId,
            long digest,
            long flowContext,
            PendedStream stream) {
        Item about = isBelowTransport(filter.layer()) ? item : item.upper();
        boolean outbound = PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND;
        FieldFiller.fill(values, about.rows, about.row, about.quoted, outbound);
        AwayContext away = new AwayContext(filter.layer(), callout instanceof FlowCallout, flowContext);
        ClassifyMetadata metadata = MetadataFiller.of(
                about, filter.layer(), outbound, filter.layer().hasFlowContext(), false, false);
        if (stream != null) {
            FieldFiller.direction(values, StreamFlags.isOutbound(stream.bytes().flags()));
            OutOfBandStream asking = new OutOfBandStream(filter, out, away);
            return streamed(
                    callout,
                    asking,
                    stream,
                    pendId,
                    digest,
                    away,
                    shown -> Indications.of(
                            about, filter, context, callout.key(), values, away.context(), null, metadata, shown));
        }
        out.begin(null, true, away);
        boolean connect = filter.layer().family().equals(LayerFamily.ALE_CONNECT_REDIRECT.name());
        if (connect || filter.layer().family().equals(LayerFamily.ALE_BIND_REDIRECT.name())) {
            out.offer(RedirectDesk.offer(item, connect, true, callout.key(), List.of()));
        }
        try {
            callout.classify(
                    Indications.of(about, filter, context, callout.key(), values, flowContext, null, metadata, null),
                    out);
        } catch (RuntimeException e) {
            out.finding("callout-failed", e.toString());
            return new Completion.Failed(pendId, digest, List.copyOf(out.findings()));
        }
        return completion(filter, pendId, digest, away.change());
    }

    private Completion streamed(
            Callout callout,
            OutOfBandStream asking,
            PendedStream stream,
            String pendId,
            long digest,
            AwayContext away,
            Function<StreamIndication, ClassifyIn> asked) {
        try {
            asking.ask(stream, shown -> callout.classify(asked.apply(shown), out));
        } catch (RuntimeException e) {
            List<ClassifyOut.Finding> findings = new ArrayList<>(asking.findings());
            findings.add(new ClassifyOut.Finding("callout-failed", e.toString()));
            return new Completion.Failed(pendId, digest, findings);
        }
        return new Completion.Stream(pendId, digest, asking.steps(), List.copyOf(asking.findings()), away.change());
    }

    private Completion completion(Filter filter, String pendId, long digest, Long flowContext) {
        List<ClassifyOut.Finding> findings = List.copyOf(out.findings());
        CalloutAction action = out.action();
        if (action == CalloutAction.PERMIT
                || action != CalloutAction.BLOCK && !filter.action().isTerminating()) {
            boolean redirects = out.redirection() != null && out.redirection().applied() != null;
            return redirects && action == CalloutAction.PERMIT
                    ? new Completion.Redirected(
                            pendId, digest, out.redirection().applied(), findings, flowContext)
                    : new Completion.Permit(pendId, digest, findings, flowContext);
        }
        if (action == CalloutAction.BLOCK && out.isAbsorb()) {
            return new Completion.Replace(pendId, digest, List.copyOf(out.injections()), findings, flowContext);
        }
        return new Completion.Block(pendId, digest, findings, flowContext);
    }

    private static boolean isBelowTransport(Layer layer) {
        return layer.family().contains("MAC_FRAME") || layer.family().equals("IPFORWARD");
    }
}

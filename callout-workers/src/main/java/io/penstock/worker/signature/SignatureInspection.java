// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamIndication;
import io.penstock.worker.AddressBlockingCallout;
import io.penstock.worker.RemoteAddressBlocks;
import io.penstock.worker.signature.inspect.SignatureEngine;
import io.penstock.worker.signature.inspect.SignatureFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * Deep inspection: looks for the signatures or rules that the filter's provider context lists in each item by itself, and reports each that it finds. With
 * {@code signatures} an item that holds one is blocked; with {@code rules} the context says what becomes of it. Out of band, and without memory, so any number of
 * workers may share the work: at transport layers a signature cut in two by segments is not seen ({@link FlowSignatureInspection} sees it). At the STREAM layers
 * {@code signatures} are looked for in the stream, also where segments cut them; what holds one is blocked. Rules are run over packets there too. A filter without
 * provider context looks for nothing and permits; a context that cannot be read is a failure of the callout.
 */
public final class SignatureInspection implements AddressBlockingCallout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-signature";

    private final ContextCache<Inspection> inspections =
            new ContextCache<>(SignatureInspection::inspection, Inspection::close);

    private RemoteAddressBlocks addresses = RemoteAddressBlocks.NONE;

    /** Made by {@code ServiceLoader}. */
    public SignatureInspection() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return context == null ? List.of() : ContextReader.faults(context.data(), SignatureInspection::read);
    }

    @Override
    public void blockAddressesBy(RemoteAddressBlocks blocks) {
        addresses = blocks;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        Inspection inspection = in.providerContext() == null ? null : inspections.get(in.providerContext());
        if (inspection != null && inspection.inspect(in, out)) {
            out.block();
            inspection.remote().blocked(in, addresses);
        } else if (out.action() == null && !waits(out)) {
            out.permit(in);
        }
    }

    private static Object read(ContextReader context) {
        return context.has("rules") ? InspectionContext.read(context) : SignatureSet.read(context);
    }

    private static boolean waits(ClassifyOut out) {
        return out.stream() != null && out.stream().action() == StreamAction.NEED_MORE_DATA;
    }

    private static Inspection inspection(ProviderContext context) {
        return InspectionContext.isRules(context.data())
                ? new ByRules(InspectionContext.of(context.data()))
                : new BySignatures(SignatureSet.of(context.data()));
    }

    /** What is done with an item. */
    private sealed interface Inspection {
        /** Tells what is found; whether it blocks the item. */
        boolean inspect(ClassifyIn in, ClassifyOut out);

        /** What becomes of the remote address of an item that it blocks. */
        RemoteBlock remote();

        void close();
    }

    private record BySignatures(SignatureSet signatures) implements Inspection {
        @Override
        public boolean inspect(ClassifyIn in, ClassifyOut out) {
            if (in.stream() != null) {
                return inspect(in.stream(), in, out);
            }
            List<SignatureSet.Match> matches = signatures.search(in.frame(), in.payloadOffset(), in.payloadLength());
            for (SignatureSet.Match match : matches) {
                out.finding(
                        match.name(),
                        "at byte " + match.offset() + " of " + in.payloadLength() + " bytes of payload, at "
                                + in.layer().key());
            }
            return !matches.isEmpty();
        }

        /** What may be the start of a signature waits for its rest. */
        private boolean inspect(StreamIndication shown, ClassifyIn in, ClassifyOut out) {
            List<SignatureSet.Match> matches = signatures.search(shown.data(), shown.from(), shown.length());
            for (SignatureSet.Match match : matches) {
                out.finding(
                        match.name(),
                        "at byte " + (shown.offset() + match.offset()) + " of the stream, at "
                                + in.layer().key());
            }
            boolean last = shown.noMoreData() || shown.bufferLimitReached();
            int kept = last ? 0 : signatures.begun(shown.data(), shown.from(), shown.length());
            if (!matches.isEmpty() || kept == 0) {
                return !matches.isEmpty();
            }
            if (kept == shown.length()) {
                out.stream().needMore(1);
            } else {
                out.action(CalloutAction.PERMIT);
                out.stream().countBytesEnforced(shown.length() - kept);
            }
            return false;
        }

        @Override
        public RemoteBlock remote() {
            return signatures.remote();
        }

        @Override
        public void close() {
            // Everything is on the heap.
        }
    }

    private static final class ByRules implements Inspection {
        private final InspectionContext context;
        private final List<SignatureFinding> found = new ArrayList<>();
        private final SignatureEngine engine;
        private boolean told;

        ByRules(InspectionContext context) {
            this.context = context;
            engine = new SignatureEngine(context.rules(), found::add);
        }

        @Override
        public boolean inspect(ClassifyIn in, ClassifyOut out) {
            if (!told) {
                told = true;
                context.tellRefused(out);
            }
            found.clear();
            engine.acceptAlone(
                    in.rows(),
                    in.row(),
                    in.frame(),
                    in.frameOffset(),
                    in.frameLength(),
                    PacketRow.sequence(in.rows(), in.row()));
            found.forEach(finding -> InspectionContext.tell(finding, out));
            return found.stream().anyMatch(context::blocks);
        }

        @Override
        public RemoteBlock remote() {
            return context.remote();
        }

        @Override
        public void close() {
            context.rules().close();
        }
    }
}

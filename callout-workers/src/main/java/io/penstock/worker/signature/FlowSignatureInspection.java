// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.CalloutDelivery;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.worker.AddressBlockingCallout;
import io.penstock.worker.RemoteAddressBlocks;
import io.penstock.worker.signature.inspect.SignatureEngine;
import io.penstock.worker.signature.inspect.SignatureFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deep inspection with a memory of flows: runs the rules that the filter's provider context lists over the packets it is asked about, in order, and over the streams that
 * it puts together from them. All packets of a flow go to one worker. It sees what its filters send it, so they belong at the IPPACKET layers, both ways, where every
 * packet comes by: elsewhere handshakes are missing. The packet that completes what a rule looks for carries the finding, and is the one that is blocked.
 *
 * <p>What it remembers is in the worker's memory: when a partition moves to another worker, its connections are seen from their middle, packet by packet.
 */
public final class FlowSignatureInspection implements AddressBlockingCallout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-flow-signature";

    private final ContextCache<Inspection> inspections =
            new ContextCache<>(FlowSignatureInspection::inspection, Inspection::close);

    private RemoteAddressBlocks addresses = RemoteAddressBlocks.NONE;

    /** Made by {@code ServiceLoader}. */
    public FlowSignatureInspection() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.OUT_OF_BAND;
    }

    @Override
    public CalloutDelivery delivery() {
        return CalloutDelivery.PARTITIONED;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return context == null ? List.of() : ContextReader.faults(context.data(), InspectionContext::read);
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
            inspection.context.remote().blocked(in, addresses);
        } else {
            out.permit(in);
        }
    }

    private static Inspection inspection(ProviderContext context) {
        return new Inspection(InspectionContext.of(context.data()));
    }

    /** One context's rules, and the flows of each host. */
    private static final class Inspection {
        private static final byte[] NONE_QUOTED = {};

        private final InspectionContext context;
        private final List<SignatureFinding> found = new ArrayList<>();
        private final Map<String, SignatureEngine> engines = new HashMap<>();
        private final PacketDecoder decoder = new PacketDecoder();
        private final RowBuffer again = new RowBuffer().frameSnap(0);
        private boolean told;

        Inspection(InspectionContext context) {
            this.context = context;
        }

        boolean inspect(ClassifyIn in, ClassifyOut out) {
            if (!told) {
                told = true;
                context.tellRefused(out);
            }
            found.clear();
            SignatureEngine engine =
                    engines.computeIfAbsent(in.host(), host -> new SignatureEngine(context.rules(), found::add));
            long number = PacketRow.sequence(in.rows(), in.row());
            if (PacketRow.quoted(in.rows(), in.row()) == 0) {
                engine.accept(in.rows(), in.row(), NONE_QUOTED, in.frame(), in.frameOffset(), in.frameLength(), number);
            } else {
                acceptError(engine, in, number);
            }
            found.forEach(finding -> InspectionContext.tell(finding, out));
            return found.stream().anyMatch(context::blocks);
        }

        /** What an ICMP error quotes does not come with the item, so it is read again. */
        private void acceptError(SignatureEngine engine, ClassifyIn in, long number) {
            again.clear();
            decoder.decode(
                    in.frame(),
                    in.frameOffset(),
                    in.frameLength(),
                    PacketRow.wireLength(in.rows(), in.row()),
                    PacketRow.linkType(in.rows(), in.row()),
                    number,
                    PacketRow.captureTimeNanos(in.rows(), in.row()),
                    PacketRow.interfaceId(in.rows(), in.row()),
                    again);
            engine.accept(again.rows(), 0, again.quoted(), in.frame(), in.frameOffset(), in.frameLength(), number);
        }

        void close() {
            context.rules().close();
        }
    }
}

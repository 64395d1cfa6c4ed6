// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.ContextCache;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.List;

/**
 * Source and destination address translation with ports, there and back (spec 6.2, inline modification): puts a clone with other addresses in the place
 * of each packet that a rule of the filter's provider context is for. What it does depends on the rules and the packet alone, so it needs no state, and
 * the same code runs inline under {@value #KEY} and out of band under {@value OutOfBandTranslation#KEY}. Meant for packet layers. What no rule is for it
 * permits, or of an unknown callout filter continues; what it should translate and cannot it blocks.
 */
public final class AddressTranslation implements Callout {
    /** The key that policies name it by. */
    public static final String KEY = "penstock-nat";

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final ContextCache<TranslationRules> read = ContextCache.of(RuleReader::read);

    /** Made by {@code ServiceLoader}. */
    public AddressTranslation() {}

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public CalloutMode mode() {
        return CalloutMode.INLINE;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        return context == null ? List.of() : ContextReader.faults(context.data(), RuleReader::read);
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        if (out.isSettled(in)) {
            return;
        }
        TranslationRules rules = in.providerContext() == null ? TranslationRules.NONE : read.get(in.providerContext());
        switch (new HeaderTranslation(rules).translate(in)) {
            case HeaderTranslation.Outcome.Unchanged unchanged -> {
                if (in.filter().action().isTerminating()) {
                    out.permit(in);
                } else {
                    out.action(CalloutAction.CONTINUE);
                }
            }
            case HeaderTranslation.Outcome.Impossible(String why) -> {
                out.finding("not-translated", why);
                out.block();
            }
            case HeaderTranslation.Outcome.Translated(byte[] frame, String text) -> {
                if (rules.reportsConnections() && isFirst(in)) {
                    out.finding("translated", text);
                }
                out.blockAndAbsorb();
                out.inject(frame);
            }
        }
    }

    /** Whether a packet asks for a connection. */
    private static boolean isFirst(ClassifyIn in) {
        return PacketRow.ipProtocol(in.rows(), in.row()) == IpProtocol.TCP
                && (PacketRow.tcpFlags(in.rows(), in.row()) & (SYN | ACK)) == SYN;
    }
}

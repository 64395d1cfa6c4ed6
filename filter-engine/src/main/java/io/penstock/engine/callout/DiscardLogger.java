// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Data logging at the discard layers (spec 8.1, 8.2): reports every discard that a filter shows it, keyed by module and reason, takes whole packets as samples at the
 * rate that the filter's provider context sets, and never changes anything. Its filters have the action {@code FWP_ACTION_CALLOUT_INSPECTION}.
 *
 * <p>Whether a packet is a sample is told by a hash of its sequence and capture time, so that the same packets are taken whenever and wherever a capture is evaluated.
 */
public final class DiscardLogger implements Callout {
    public static final String KEY = "penstock-discard-logger";

    private static final long MOST_ONE_IN = 1_000_000_000L;
    private static final int MOST_BYTES = 262_144;
    private static final int DEFAULT_BYTES = 65_535;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final ContextCache<Logging> read = ContextCache.of(DiscardLogger::read);

    /**
     * What a provider context asks for.
     *
     * @param all whether every discard is reported, or samples only
     * @param oneIn how many packets there are to a sample; 0: none is taken
     * @param bytes of a sample at most
     */
    private record Logging(boolean all, long oneIn, int bytes) {
        static final Logging DEFAULT = new Logging(true, 0, 0);

        boolean isSample(ClassifyIn in) {
            return oneIn > 0 && in.frameLength() > 0 && Long.remainderUnsigned(hash(in), oneIn) == 0;
        }

        /** SplitMix64's finisher, of what names the packet in its capture. */
        private static long hash(ClassifyIn in) {
            long z = PacketRow.sequence(in.rows(), in.row()) * GOLDEN + PacketRow.captureTimeNanos(in.rows(), in.row());
            z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
            z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
            return z ^ z >>> 31;
        }
    }

    private static Logging read(ContextReader context) {
        context.keys(List.of("report", "samples"));
        boolean all = context.choice("report", Map.of("discards", true, "samples", false), true);
        ContextReader samples = context.mapping("samples");
        if (samples == null) {
            if (!all && !context.has("samples")) {
                context.wrong("report", "samples are reported and none are taken", "samples: { oneIn: N }");
            }
            return new Logging(all, 0, 0);
        }
        samples.keys(List.of("oneIn", "bytes"));
        if (!samples.has("oneIn")) {
            samples.wrong("it has no rate", "oneIn: N");
        }
        return new Logging(all, samples.number("oneIn", 1, MOST_ONE_IN, 1), (int)
                samples.number("bytes", 1, MOST_BYTES, DEFAULT_BYTES));
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<ConfigurationFault> check(Filter filter, ProviderContext context) {
        List<ConfigurationFault> faults = new ArrayList<>();
        if (!filter.layer().isDiscard()) {
            faults.add(ConfigurationFault.ofFilter(
                    "layerKey", "it logs nothing at " + filter.layer().key(), "a layer whose name ends in _DISCARD"));
        }
        if (!filter.action().isInspection()) {
            faults.add(ConfigurationFault.ofFilter(
                    "action", "it decides nothing as " + filter.action().key(), "FWP_ACTION_CALLOUT_INSPECTION"));
        }
        if (context != null) {
            faults.addAll(ContextReader.faults(context.data(), DiscardLogger::read));
        }
        return faults;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        ClassifyIn.DiscardMetadata discard = in.discard();
        out.action(CalloutAction.CONTINUE);
        if (discard == null) {
            return;
        }
        Logging logging = in.providerContext() == null ? Logging.DEFAULT : read.get(in.providerContext());
        boolean sample = logging.isSample(in);
        if (!sample && !logging.all()) {
            return;
        }
        DiscardReason closest = discard.detail() == null ? discard.reason() : discard.detail();
        Finding found = new Finding(
                discard.reason().module() + "/" + discard.reason().key(),
                closest.key() + " by " + discard.filterKey() + " at "
                        + in.layer().key());
        out.finding(sample ? found.withSample(logging.bytes()) : found);
    }
}

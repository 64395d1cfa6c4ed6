// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.ingest.capture.FileDirection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides the direction of each packet of one agent, as the package page says. With named local addresses nothing is
 * inferred. Stateful: it remembers samples, and first senders between two local ends. One thread.
 */
public final class DirectionRule {
    /** Packets of an interface and IP version from which its local address is inferred. */
    public static final int SAMPLE_PACKETS = 1_024;

    /** Samples that may be open at once; a capture that begins more goes by ranges on those interfaces. */
    private static final int MAXIMUM_OPEN_SAMPLES = 1_024;

    private static final int FLOWS_PER_GENERATION = 131_072;

    private final LocalAddresses named;
    private final FirstSenders firstSenders = new FirstSenders(FLOWS_PER_GENERATION);
    private EndSample[] samples = new EndSample[16];
    private int openSamples;

    private DirectionRule(LocalAddresses named) {
        this.named = named;
    }

    /** The rule where the user names what is local, or an interface its addresses; for both IP versions alike. */
    public static DirectionRule of(LocalAddresses local) {
        return new DirectionRule(Objects.requireNonNull(local));
    }

    /** The rule where nobody names what is local. */
    public static DirectionRule inferring() {
        return new DirectionRule(null);
    }

    /** Takes a packet into the sample of its interface and version. Each packet at most once, in order. */
    void observe(PacketEnds ends) {
        if (named == null && ends.version() != 0) {
            EndSample sample = sample(ends);
            boolean open = !sample.settled();
            sample.observe(ends);
            closeIfSettled(open, sample);
        }
    }

    /** Whether the packet's direction depends on a sample that is still open. */
    boolean isUndecided(PacketEnds ends) {
        return named == null
                && ends.version() != 0
                && ends.fileDirection() == FileDirection.UNKNOWN
                && !ends.isLoopback()
                && !sample(ends).settled();
    }

    /** Infers for the packet's interface and version from what was observed so far. */
    void settle(PacketEnds ends) {
        EndSample sample = sample(ends);
        boolean open = !sample.settled();
        sample.settle();
        closeIfSettled(open, sample);
    }

    private void closeIfSettled(boolean wasOpen, EndSample sample) {
        if (wasOpen && sample.settled()) {
            openSamples--;
        }
    }

    /** The direction of a packet; where its sample is still open, by the ranges. */
    public PacketDirection direction(PacketEnds ends) {
        if (ends.version() != 0 && ends.isLoopback()) {
            return PacketDirection.OUTBOUND;
        }
        return switch (ends.fileDirection()) {
            case INBOUND -> PacketDirection.INBOUND;
            case OUTBOUND -> PacketDirection.OUTBOUND;
            case UNKNOWN -> ends.version() == 0 ? PacketDirection.INBOUND : byAddresses(ends);
        };
    }

    private PacketDirection byAddresses(PacketEnds ends) {
        boolean fromLocal;
        boolean toLocal;
        if (named != null) {
            fromLocal = named.contains(ends.version(), ends.sourceHigh(), ends.sourceLow());
            toLocal = named.contains(ends.version(), ends.destinationHigh(), ends.destinationLow());
        } else {
            EndSample sample = sample(ends);
            fromLocal = sample.isLocal(ends.sourceHigh(), ends.sourceLow());
            toLocal = sample.isLocal(ends.destinationHigh(), ends.destinationLow());
            if (!fromLocal && !toLocal) {
                fromLocal = AddressRanges.isPrivate(ends.version(), ends.sourceHigh(), ends.sourceLow());
                toLocal = AddressRanges.isPrivate(ends.version(), ends.destinationHigh(), ends.destinationLow());
            }
        }
        return byLocality(ends, fromLocal, toLocal);
    }

    private PacketDirection byLocality(PacketEnds ends, boolean fromLocal, boolean toLocal) {
        if (fromLocal && toLocal) {
            return firstSenders.sentFirst(ends) ? PacketDirection.OUTBOUND : PacketDirection.INBOUND;
        }
        if (fromLocal) {
            return PacketDirection.OUTBOUND;
        }
        return toLocal || ends.isToGroup() ? PacketDirection.INBOUND : PacketDirection.FORWARD;
    }

    private EndSample sample(PacketEnds ends) {
        int index = 2 * ends.interfaceId() + (ends.version() == 6 ? 1 : 0);
        if (index >= samples.length) {
            samples = Arrays.copyOf(samples, Math.max(index + 1, 2 * samples.length));
        }
        EndSample sample = samples[index];
        if (sample == null) {
            sample = new EndSample(ends.interfaceId(), ends.version());
            samples[index] = sample;
            if (openSamples == MAXIMUM_OPEN_SAMPLES) {
                sample.settle();
            } else {
                openSamples++;
            }
        }
        return sample;
    }

    /** The addresses inferred so far, by interface and version; none where the local addresses are named. */
    public List<InferredLocal> inferred() {
        List<InferredLocal> found = new ArrayList<>();
        for (EndSample sample : samples) {
            Optional.ofNullable(sample).flatMap(EndSample::inferred).ifPresent(found::add);
        }
        return found;
    }
}

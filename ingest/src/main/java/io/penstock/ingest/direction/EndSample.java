// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first packets of one interface and IP version, and what is inferred from them. */
final class EndSample {
    private final int interfaceId;
    private final int version;
    private Map<IpAddress, Tally> tallies = new HashMap<>();
    private int packets;
    private boolean settled;
    private long localHigh;
    private long localLow;
    private InferredLocal inferred;

    /** How often an address was at an end, and when it first sent. */
    private static final class Tally {
        private final IpAddress address;
        private int packets;
        private int firstSent = Integer.MAX_VALUE;

        private Tally(IpAddress address) {
            this.address = address;
        }

        private boolean isPrivate() {
            return AddressRanges.isPrivate(address.version(), address.high(), address.low());
        }
    }

    EndSample(int interfaceId, int version) {
        this.interfaceId = interfaceId;
        this.version = version;
    }

    /** Counts a packet; with the last of the sample it settles. */
    void observe(PacketEnds ends) {
        if (settled) {
            return;
        }
        Tally sender = count(ends.sourceHigh(), ends.sourceLow());
        if (sender != null) {
            sender.firstSent = Math.min(sender.firstSent, packets);
        }
        if (ends.sourceHigh() != ends.destinationHigh() || ends.sourceLow() != ends.destinationLow()) {
            count(ends.destinationHigh(), ends.destinationLow());
        }
        packets++;
        if (packets == DirectionRule.SAMPLE_PACKETS) {
            settle();
        }
    }

    /** A group, the unspecified address and loopback are nobody's local address. */
    private Tally count(long high, long low) {
        if (AddressRanges.isMulticastOrBroadcast(version, high, low)
                || AddressRanges.isUnspecified(high, low)
                || AddressRanges.isLoopback(version, high, low)) {
            return null;
        }
        Tally tally = tallies.computeIfAbsent(new IpAddress(version, high, low), Tally::new);
        tally.packets++;
        return tally;
    }

    /** Infers from what was seen; what comes later no longer counts. */
    void settle() {
        if (settled) {
            return;
        }
        settled = true;
        List<Tally> frequent = new ArrayList<>(tallies.values());
        frequent.removeIf(tally -> tally.packets * 10 < packets * 9);
        tallies = Map.of();
        if (!frequent.isEmpty()) {
            Tally local = frequent.stream().reduce(EndSample::preferred).orElseThrow();
            localHigh = local.address.high();
            localLow = local.address.low();
            inferred = new InferredLocal(interfaceId, version, local.address.toInetAddress(), local.packets, packets);
        }
    }

    private static Tally preferred(Tally one, Tally other) {
        if (one.isPrivate() != other.isPrivate()) {
            return one.isPrivate() ? one : other;
        }
        return one.firstSent < other.firstSent ? one : other;
    }

    boolean settled() {
        return settled;
    }

    /** Whether the address is the inferred one. */
    boolean isLocal(long high, long low) {
        return inferred != null && high == localHigh && low == localLow;
    }

    Optional<InferredLocal> inferred() {
        return Optional.ofNullable(inferred);
    }
}

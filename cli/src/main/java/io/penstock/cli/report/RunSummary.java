// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import java.util.List;

/**
 * What became of the packets of a run.
 *
 * @param captures packets of each capture, in the order given
 * @param bytes lengths on the wire, all packets
 * @param fates final fates of the captured packets
 * @param pends what was pended, and how that ended
 * @param injected packets that callouts put in others' place and that left
 * @param discards packets by cause, highest count first
 * @param findings what callouts found, highest count first
 * @param flows how many there were, and the largest
 * @param policy what the policy is called, and its version
 * @param seconds from the first byte read to the last verdict
 * @param notes what was inferred, a line each
 * @param damage captures that ended early, a line each
 */
public record RunSummary(
        List<CaptureCount> captures,
        long bytes,
        Fates fates,
        Pends pends,
        long injected,
        List<DiscardCount> discards,
        List<FindingCount> findings,
        Flows flows,
        PolicyName policy,
        double seconds,
        List<String> notes,
        List<String> damage) {

    /** Packets of one capture. */
    public record CaptureCount(String file, long packets) {}

    /**
     * How many packets met each fate.
     *
     * @param uncertain of all of them, those whose verdict an inert callout might have changed
     */
    public record Fates(long permit, long block, long absorb, long malformed, long uncertain) {
        /** All of them. */
        public long total() {
            return permit + block + absorb + malformed;
        }
    }

    /**
     * The pends.
     *
     * @param latency how long they took, as a person wants to know; null where all were answered at once
     */
    public record Pends(long pended, long completed, long expired, Latency latency) {}

    /** Time from pend to its end, in microseconds. */
    public record Latency(long p50, long p99, long p999, long max) {}

    /** Packets discarded for one cause; layer, filter and callout are null where there is none. */
    public record DiscardCount(String reason, String layer, String filter, String callout, long count) {}

    /** How often a callout found something. */
    public record FindingCount(String callout, String key, long count) {}

    /** How many flows started, and the largest by bytes. */
    public record Flows(long count, List<TopFlow> top) {}

    /**
     * A large flow.
     *
     * @param ends protocol, local and remote end, with an arrow for its direction
     * @param filter the filter that decided it, or null
     */
    public record TopFlow(String ends, long packets, long bytes, boolean blocked, String filter) {}

    /**
     * What a policy is called.
     *
     * @param version its content hash of 64 hex digits
     * @param inertCallouts the callouts that nobody here has the code of, as far as the policy is at hand
     */
    public record PolicyName(String name, String version, List<String> inertCallouts) {
        public PolicyName {
            inertCallouts = List.copyOf(inertCallouts);
        }

        /** A policy of which only the version is known, or that names no inert callout. */
        public PolicyName(String name, String version) {
            this(name, version, List.of());
        }

        /** As much of the version as a screen shows. */
        public String shortVersion() {
            return version.length() > 12 ? version.substring(0, 12) : version;
        }
    }

    /** All packets, as the captures have them. */
    public long packets() {
        return captures.stream().mapToLong(CaptureCount::packets).sum();
    }

    /** Packets with a discard. */
    public long discarded() {
        return discards.stream().mapToLong(DiscardCount::count).sum();
    }

    /** Packets per second over the whole run; 0 where no time passed. */
    public double packetsPerSecond() {
        return seconds > 0 ? packets() / seconds : 0;
    }

    /** Whether every packet has exactly one fate, every pend one end, and every block one discard. */
    public boolean balances() {
        return packets() == fates.total()
                && pends.pended() == pends.completed() + pends.expired()
                && fates.block() == discarded();
    }
}

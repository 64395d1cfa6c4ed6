// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.classify.Fate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts packets by the policy version and the filter that their one line names (ARCHITECTURE §9). One thread. */
public final class HitTally {
    private final Map<String, Version> versions = new HashMap<>();

    /**
     * What is counted under one version.
     *
     * <p>Malformed packets are not classified, so no filter decides them.
     */
    static final class Version {
        private final String version;
        private final TreeSet<Long> revisions = new TreeSet<>();
        private final Map<String, long[]> byFilter = new TreeMap<>();
        private long packets;
        private long undecided;

        private Version(String version) {
            this.version = version;
        }

        String version() {
            return version;
        }

        List<Long> revisions() {
            return List.copyOf(revisions);
        }

        long packets() {
            return packets;
        }

        long undecided() {
            return undecided;
        }

        Collection<String> filters() {
            return List.copyOf(byFilter.keySet());
        }

        long of(String filter, Fate fate) {
            long[] counts = byFilter.get(filter);
            return counts == null ? 0 : counts[fate.ordinal()];
        }
    }

    /**
     * Counts packets that had their final verdict.
     *
     * @param revision of the activation; 0 where there is none
     * @param filter the key that the packets' line names, null where no filter decided
     */
    public void decided(String policyVersion, long revision, String filter, Fate fate, long packets) {
        Version version = versions.computeIfAbsent(policyVersion, Version::new);
        version.packets += packets;
        if (revision > 0) {
            version.revisions.add(revision);
        }
        if (filter == null) {
            version.undecided += packets;
        } else {
            version.byFilter.computeIfAbsent(filter, key -> new long[Fate.values().length])[fate.ordinal()] += packets;
        }
    }

    /** Versions under which something was counted. */
    public Collection<String> versions() {
        return List.copyOf(versions.keySet());
    }

    /** What is counted under a version, the newest revision's first. */
    List<Version> counted() {
        List<Version> all = new ArrayList<>(versions.values());
        all.sort(Comparator.comparingLong(HitTally::newest).reversed().thenComparing(Version::version));
        return all;
    }

    private static long newest(Version version) {
        return version.revisions.isEmpty() ? 0 : version.revisions.getLast();
    }
}

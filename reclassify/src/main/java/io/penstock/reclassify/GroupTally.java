// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

/** The packets of one group in one part, or in all. Bounded. One thread. */
final class GroupTally {
    /** Flows, hosts and applications whose packets are counted exactly in a group. */
    static final int MOST_FLOWS = 512;

    static final int MOST_HOSTS = 128;

    final ShareTally flows = new ShareTally(MOST_FLOWS);
    final ShareTally hosts = new ShareTally(MOST_HOSTS);
    final ShareTally applications = new ShareTally(MOST_HOSTS);
    long packets;
    long bytes;
    Candidate first;

    void add(String flow, String host, String application, long wireBytes) {
        packets++;
        bytes += wireBytes;
        flows.add(flow, 1, wireBytes);
        hosts.add(host, 1, wireBytes);
        applications.add(application, 1, wireBytes);
    }

    void add(GroupTally other) {
        packets += other.packets;
        bytes += other.bytes;
        flows.add(other.flows);
        hosts.add(other.hosts);
        applications.add(other.applications);
        Candidate theirs = other.first;
        if (first == null || first.isAfter(theirs.part(), theirs.ordinal(), theirs.name())) {
            first = theirs;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
/**
 * Sums discards by window of packet time, host, layer, direction, IP version, reason, filter, callout and policy version (spec 8.2).
 *
 * <p>A sub-topology of its own reads {@code penstock.discards} and keeps {@code penstock.discard-counts}: each partition of the
 * counts holds the sums of the same partition of origin, under plain keys that compaction keeps. Who wants a total adds up
 * the partitions. Windows go by packet time, per host, so old captures count like live traffic.
 *
 * <p>What a Windows machine recorded and somebody imported has a source, and is summed and swept apart from the host's own. The store holds which of
 * those events were counted as well, under keys that begin with the byte 0xFF: a sum's key begins with the length of a name.
 */
package io.penstock.stream.counts;

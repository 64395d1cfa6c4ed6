// SPDX-License-Identifier: Apache-2.0
/**
 * Sums discards by window of packet time, host, layer, direction, IP version, reason, filter, callout and policy version (spec 8.2).
 *
 * <p>A sub-topology of its own reads {@code penstock.discards} and keeps {@code penstock.discard-counts}: each partition of the
 * counts holds the sums of the same partition of origin, under plain keys that compaction keeps. Who wants a total adds up
 * the partitions. Windows go by packet time, per host, so old captures count like live traffic.
 */
package io.penstock.stream.counts;

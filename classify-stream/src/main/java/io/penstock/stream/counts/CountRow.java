// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

/**
 * The key of a sum on its way to the sink: the partitioner needs the partition, the topic only the key.
 *
 * @param partition the partition of origin
 * @param key the encoded {@code DiscardCountKey}
 */
record CountRow(int partition, byte[] key) {}

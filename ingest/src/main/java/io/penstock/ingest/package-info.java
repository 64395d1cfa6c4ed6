// SPDX-License-Identifier: Apache-2.0
/**
 * Capture agents: packet sources, the flow partitioner and the publisher of packet batches.
 *
 * <p>One thread reads, decodes and publishes for each source.
 */
package io.penstock.ingest;

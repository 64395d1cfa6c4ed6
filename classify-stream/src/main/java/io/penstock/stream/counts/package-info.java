// SPDX-License-Identifier: Apache-2.0
/**
 * Sums of the discard deltas that each classified batch emits, by plain key.
 *
 * <p>Runs on stream threads. Windows are part of the key, in packet time; no windowed operator is used.
 */
package io.penstock.stream.counts;

// SPDX-License-Identifier: Apache-2.0
/**
 * Writes control records: policy activations and callout registrations, in band and in one order for every partition.
 *
 * <p>All writers share one transactional id, so that two of them can never stand in different order in two partitions.
 */
package io.penstock.stream.control;

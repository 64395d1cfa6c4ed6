// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/**
 * Where an input record stands in the log.
 *
 * @param topic its topic
 * @param partition its partition, from 0
 * @param offset its offset, from 0
 * @param publishTimeMs its timestamp: when it was published, milliseconds since the epoch
 */
record Origin(String topic, int partition, long offset, long publishTimeMs) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded single-node Kafka broker, used by the command and by tests, and a node of a cluster.
 *
 * <p>Started and closed by one thread; the broker runs threads of its own until it is closed.
 */
package io.penstock.broker;

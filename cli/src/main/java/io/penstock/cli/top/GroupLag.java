// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

/**
 * How far a group is behind in one topic.
 *
 * @param group the consumer or share group
 * @param records not yet taken, over all partitions
 */
record GroupLag(String group, String topic, long records) {}

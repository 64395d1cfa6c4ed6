// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/**
 * What a task tells of itself after a record.
 *
 * @param partition the task's
 * @param revision of the policy in force in the partition; 0 before any
 */
record TaskBalance(int partition, long revision) {}

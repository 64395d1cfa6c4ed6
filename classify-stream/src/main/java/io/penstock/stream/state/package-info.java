// SPDX-License-Identifier: Apache-2.0
/**
 * What outlives a record and a process: a task's tables, written down as one log of segments.
 *
 * <p>It knows keys and values, not what they mean.
 */
package io.penstock.stream.state;

// SPDX-License-Identifier: Apache-2.0
/**
 * The worker runtime: takes pended packets from a share group, asks a callout, publishes completions.
 *
 * <p>One thread polls; nothing but the completion leaves the worker, since a pend can be seen twice.
 */
package io.penstock.worker;

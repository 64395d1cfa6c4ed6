// SPDX-License-Identifier: Apache-2.0
/**
 * The address translation callout: rules read from a provider context, and headers rewritten by them.
 *
 * <p>Rules are immutable and shared; the callout that keeps them is called by one thread at a time.
 */
package io.penstock.worker.nat;

// SPDX-License-Identifier: Apache-2.0
/**
 * The signature inspection callout.
 *
 * <p>A compiled set of signatures is immutable; the callout that keeps them is called by one thread at a time.
 */
package io.penstock.worker.signature;

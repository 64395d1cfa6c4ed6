// SPDX-License-Identifier: Apache-2.0
/**
 * The stream edit callout: byte patterns of a provider context, replaced in TCP streams.
 *
 * <p>A compiled set of edits is immutable; the callout that keeps them is called by one thread at a time.
 */
package io.penstock.worker.streamedit;

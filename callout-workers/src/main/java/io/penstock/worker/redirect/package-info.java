// SPDX-License-Identifier: Apache-2.0
/**
 * The redirection callout: binds and connects that go elsewhere, by the rules of a provider context.
 *
 * <p>Rules are immutable and shared; the callout that keeps them is called by one thread at a time.
 */
package io.penstock.worker.redirect;

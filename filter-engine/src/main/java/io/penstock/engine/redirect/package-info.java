// SPDX-License-Identifier: Apache-2.0
/**
 * Redirection of binds and connects (spec 6.2): what a callout may change, what it has changed, and how that looks to the next one.
 *
 * <p>Values only; the engine gives a {@link io.penstock.engine.redirect.Redirection} to a callout for the length of a call and keeps the records with
 * the flow.
 */
package io.penstock.engine.redirect;

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.redirect;

/**
 * One redirect that was made, kept with its flow: what ties a proxy's own connection to the original (spec 6.2).
 *
 * @param calloutKey who made it
 * @param connect whether of a connect, else of a bind
 * @param original what was asked for before any redirect
 * @param change what was applied
 */
public record RedirectRecord(String calloutKey, boolean connect, RedirectTarget original, Redirect change) {}

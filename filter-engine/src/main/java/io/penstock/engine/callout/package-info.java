// SPDX-License-Identifier: Apache-2.0
/**
 * The callout contract, and the registry of run-time callout objects that filters refer to by key.
 *
 * <p>A callout instance is called by one thread at a time, the one that classifies or the worker's.
 */
package io.penstock.engine.callout;

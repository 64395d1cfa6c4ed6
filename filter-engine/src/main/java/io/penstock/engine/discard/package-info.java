// SPDX-License-Identifier: Apache-2.0
/**
 * Counting discards: the definition of "packets discarded for a reason" (spec 8.2, P13) as types that live counts and reports share. Called by whoever
 * hears the engine's discards, on its thread; nothing here calls the engine.
 */
package io.penstock.engine.discard;

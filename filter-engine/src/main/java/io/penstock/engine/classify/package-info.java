// SPDX-License-Identifier: Apache-2.0
/**
 * Classification: the walk of an item through its layers, the filters of a visit, and arbitration between sublayers.
 *
 * <p>Called by one thread per engine. Nothing here blocks, logs or reads a clock.
 */
package io.penstock.engine.classify;

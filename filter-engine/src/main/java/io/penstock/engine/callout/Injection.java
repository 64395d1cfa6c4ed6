// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/**
 * A frame that a callout puts into a path (spec 6.5).
 *
 * @param function where it enters; null: where the item that it is a clone of came from
 * @param frame link header included, of the item's link type; not to be written any more
 */
public record Injection(InjectFunction function, byte[] frame) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Clones of packets: made by copy-on-write, given right lengths and checksums when they are applied, rebuilt where an inbound item goes out (spec 6.5
 * and 10, G5 to G10).
 *
 * <p>Callouts make clones with {@link io.penstock.engine.inject.PacketClone}, on their own thread; the engine builds what it lets in with
 * {@link io.penstock.engine.inject.CloneBuilder}, on its own.
 */
package io.penstock.engine.inject;

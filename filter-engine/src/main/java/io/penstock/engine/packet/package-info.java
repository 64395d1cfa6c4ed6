// SPDX-License-Identifier: Apache-2.0
/**
 * Packets: views over captured bytes, one class per header, and {@link io.penstock.engine.packet.PacketDecoder}, which turns a frame into a
 * fixed-width {@link io.penstock.engine.packet.PacketRow}. Agents decode once; everything behind them reads rows in place.
 *
 * <p>The outermost IP packet is what is classified: tunnels are not entered. Bytes are not trusted: a header's length is checked once, before it is
 * read, and a fault becomes a {@link io.penstock.engine.packet.DecodeResult.Malformed} value. Nothing here throws for what a packet holds, reads
 * outside the packet, allocates per packet, or keeps state between packets. Views are not thread-safe, rows and tables are.
 */
package io.penstock.engine.packet;

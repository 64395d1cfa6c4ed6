// SPDX-License-Identifier: Apache-2.0
/**
 * What the decoder sees of one packet, as text for people and scripts: the lines of {@code penstock decode}, in columns that are named and spelled as
 * tshark names and spells them. Nothing here is on the hot path or decides anything: columns are printed from rows and from the bytes that rows point
 * to, and tunnels, which classification does not enter, are followed by decoding again where a tunnel's payload starts. Not thread-safe.
 */
package io.penstock.engine.packet.dissect;

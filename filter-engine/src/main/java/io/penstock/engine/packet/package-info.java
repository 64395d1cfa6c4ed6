// SPDX-License-Identifier: Apache-2.0
/**
 * Packets as bytes: the row that carries a decoded packet, the views that read headers in place, and the decoder.
 *
 * <p>A decoder serves one thread and keeps no state between packets. Bytes come from strangers: every read is bounds-checked, and
 * malformed input becomes a value, never an exception.
 */
package io.penstock.engine.packet;

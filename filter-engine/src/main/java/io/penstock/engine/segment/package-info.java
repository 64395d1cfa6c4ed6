// SPDX-License-Identifier: Apache-2.0
/**
 * Segments made of what leaves an edited TCP stream: which packet carries which bytes, and how sequence and acknowledgement numbers move (RFC 9293 section 3).
 *
 * <p>Called by the stream layer, on the engine's thread; what is remembered of a flow is stored with its stream state.
 */
package io.penstock.engine.segment;

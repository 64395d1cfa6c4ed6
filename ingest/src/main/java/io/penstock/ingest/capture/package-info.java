// SPDX-License-Identifier: Apache-2.0
/**
 * Capture files: classic pcap and pcapng, plain or gzip-compressed, read packet by packet, and written.
 *
 * <p>{@link io.penstock.ingest.capture.CaptureReader#open} looks at the magic number, never at the name. What cannot be
 * the start of a capture is a {@link io.penstock.ingest.capture.BadCaptureException}; damage further on ends the
 * packets and is a {@link io.penstock.ingest.capture.CaptureDamage}, so that everything before it is read. A length
 * field never causes an allocation before the bytes it promises have arrived.
 *
 * <p>A reader and its packets belong to one thread at a time. Nothing is allocated per packet.
 */
package io.penstock.ingest.capture;

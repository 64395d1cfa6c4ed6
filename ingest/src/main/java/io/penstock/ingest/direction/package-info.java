// SPDX-License-Identifier: Apache-2.0
/**
 * A packet's direction, as one host would see it.
 *
 * <p>From the capture file where it says so; else from the addresses that are local: those the user names, or, where none
 * are named, an address inferred for each interface and IP version from its first
 * {@value io.penstock.ingest.direction.DirectionRule#SAMPLE_PACKETS} packets, and for packets without that address the
 * private, link-local and unique-local ranges. From local is outbound; to local, multicast or broadcast is inbound; both
 * ends local is outbound for the flow's first sender; neither is forward. Loopback packets are seen once and are
 * outbound, whatever the file says: Linux keeps only the received copy of them.
 *
 * <p>{@link io.penstock.ingest.direction.DirectionLookahead} reads ahead as far as inference needs and releases the
 * packets in order. Each object serves one agent and one thread.
 */
package io.penstock.ingest.direction;

// SPDX-License-Identifier: Apache-2.0
/**
 * Addresses and ports as the configuration of shipped callouts spells them. Values, immutable.
 *
 * <p>Halves of addresses are in host order, an IPv4 address in the lower 32 bits: prefixes of both versions are compared alike.
 */
package io.penstock.worker.endpoint;

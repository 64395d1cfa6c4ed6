// SPDX-License-Identifier: Apache-2.0
/**
 * The policy of a cluster for programs: sessions and transactions as those of the Base Filtering Engine (spec 1.3, 1.4), each commit a revision that every
 * partition switches to at one place, with compare-and-set on the revision that it changes.
 *
 * <p>Dynamic sessions live by leases on {@code penstock.leases}. One elected instance of the topology ends those whose lease is over; nothing else looks at leases.
 */
package io.penstock.stream.session;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a changed policy would have done (spec 10.1, ARCHITECTURE 6): two policies, or a policy and the recorded verdicts, over the same packets, compared
 * packet by packet. Called by the command, which hands in packets, policies and callouts' code. Knows no clock: what stands in a report depends on its inputs
 * alone, whatever their number was read with.
 */
package io.penstock.reclassify;

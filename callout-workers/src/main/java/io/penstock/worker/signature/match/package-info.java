// SPDX-License-Identifier: Apache-2.0
/**
 * Looks for the bytes that rules name. A {@link io.penstock.worker.signature.match.PatternSearch} passes over the bytes once and tells which rules can match at all;
 * {@link io.penstock.worker.signature.match.PayloadMatcher} then does a rule's tests one after the other.
 *
 * <p>Compiled searches are immutable and shared; a matcher is for one thread.
 */
package io.penstock.worker.signature.match;

// SPDX-License-Identifier: Apache-2.0
/**
 * Runs rules over packets: {@link io.penstock.worker.signature.inspect.RuleSet} is a file of rules made ready, {@link io.penstock.worker.signature.inspect.SignatureEngine} takes
 * packets in capture order and tells what it finds.
 *
 * <p>A rule set is immutable and shared; an engine is for one thread.
 */
package io.penstock.worker.signature.inspect;

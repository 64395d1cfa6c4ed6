// SPDX-License-Identifier: Apache-2.0
/**
 * The signature inspection callout: rules over packets and reassembled streams.
 *
 * <p>A compiled rule set is immutable and shared; matching state belongs to the flow and its calling thread.
 */
package io.penstock.worker.signature;

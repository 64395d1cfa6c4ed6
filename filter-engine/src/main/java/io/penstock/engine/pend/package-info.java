// SPDX-License-Identifier: Apache-2.0
/**
 * The pend ledger: items put down until a callout completes them, and items of the same flow held behind them, in order.
 *
 * <p>A ledger belongs to the classifying thread. A ticket is consumed once; a completion that finds none is counted.
 */
package io.penstock.engine.pend;

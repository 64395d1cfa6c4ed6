// SPDX-License-Identifier: Apache-2.0
/**
 * Why a packet has its fate: the packet as asked about, its walk as a tree, and what kept a filter from deciding. Called by {@code penstock explain}; the trace comes
 * from the engine, and nothing here decides anything.
 */
package io.penstock.cli.explain;

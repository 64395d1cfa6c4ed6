// SPDX-License-Identifier: Apache-2.0
/**
 * Flows: the state shared by packets of one host, protocol, addresses and ports, and the tables that hold it.
 *
 * <p>Tables belong to one thread, the one that classifies. Time is packet time, handed in; nothing here reads a clock.
 */
package io.penstock.engine.flow;

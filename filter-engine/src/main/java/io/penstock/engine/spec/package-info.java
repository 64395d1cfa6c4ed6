// SPDX-License-Identifier: Apache-2.0
/**
 * WFP's own tables, as the specification gives them: layers, fields, flags, sublayers, error codes, discard reasons, audit events.
 *
 * <p>Read once, by whoever turns a table into types. Stateless; any thread.
 */
package io.penstock.engine.spec;

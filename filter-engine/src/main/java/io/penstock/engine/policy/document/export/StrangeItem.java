// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

/**
 * An item of an export, or an event of a log, that does not begin as any object does, and holds none (spec 9.3).
 *
 * @param element {@code item}, {@code netEvent}, {@code layer} or {@code Event}
 * @param line line of the file where it starts, from 1
 */
public record StrangeItem(String element, int line) {}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

/**
 * A list of an export that holds another number of items than its {@code numItems} says; what counts is what it holds (spec 9.2).
 *
 * @param element name of the list, {@code filterCondition}
 * @param line line of the file where it starts, from 1
 * @param declared the text of {@code numItems}
 * @param found how many items there are
 */
public record ListCount(String element, int line, String declared, int found) {}

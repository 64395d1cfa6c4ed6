// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/**
 * What became of one condition when a filter was tried, for the decision trace.
 *
 * @param condition the condition
 * @param held whether it held; another on the same field may have held in its place (spec 3.4)
 * @param fieldValue what the field held at that moment, {@code FWP_EMPTY} where it was unknown (spec 3.5)
 * @param conditionValue what it was tested with
 */
public record ConditionOutcome(Condition condition, boolean held, ValueText fieldValue, ValueText conditionValue) {}

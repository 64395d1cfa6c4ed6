// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/**
 * One test of one field (spec 3.1). Conditions on the same field are alternatives; different fields must all hold (spec 3.4). Nothing is checked here:
 * {@link ConditionRules} says which may stand in a layer.
 *
 * @param field what is tested
 * @param matchType how
 * @param value what the field is compared with
 */
public record Condition(Field field, MatchType matchType, ConditionValue value) {}

// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions of filters (spec 3): fields and their data types, the values of an indication, and the tests that conditions are compiled to.
 *
 * <p>Compiled conditions are immutable and may be shared by any number of threads; {@link io.penstock.engine.condition.FieldValues} belongs to one.
 */
package io.penstock.engine.condition;

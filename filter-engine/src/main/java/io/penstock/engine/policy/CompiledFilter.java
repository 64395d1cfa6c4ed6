// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.CompiledConditions;
import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.FieldValues;
import java.util.List;

/**
 * A filter with its conditions made ready for evaluation (spec 3.4). Immutable.
 *
 * @param filter the filter
 * @param conditions its conditions, compiled
 */
public record CompiledFilter(Filter filter, CompiledConditions conditions) {
    /** Whether all conditions hold (spec 3.4). Allocates nothing. */
    public boolean matches(FieldValues values) {
        return conditions.hold(values);
    }

    /** Each condition by itself, also those after the first that failed; for the decision trace. */
    public List<ConditionOutcome> outcomes(FieldValues values) {
        return conditions.outcomes(values);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalEvaluationTest {
    /** The listener that stands between engine and caller must keep nothing to itself, also of what is added later. */
    @Test
    void shouldPassOnEverythingThatTheEngineTells() {
        List<String> told = Arrays.stream(EngineListener.class.getDeclaredMethods())
                .filter(m -> !m.isSynthetic())
                .map(Method::getName)
                .toList();
        Class<?> between = Arrays.stream(LocalEvaluation.class.getDeclaredClasses())
                .filter(EngineListener.class::isAssignableFrom)
                .findFirst()
                .orElseThrow();

        assertThat(between.getDeclaredMethods()).extracting(Method::getName).containsAll(told);
    }
}

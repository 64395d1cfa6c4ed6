// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.ContractError;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RegisteredMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ClassifyMetrics metrics = ClassifyMetrics.in(registry);
    private long nanos;

    @Test
    @SpecRule("10 G4")
    void shouldReportTheTimeOfEachInlineCallout() {
        CalloutClock clock = new CalloutClock(() -> nanos, metrics);

        clock.before("dpi");
        nanos += 3_000_000;
        clock.after("dpi");
        clock.before("other");
        clock.after("other");

        var time = registry.get(RegisteredMetrics.CALLOUT_TIME)
                .tag("callout", "dpi")
                .timer();
        assertThat(time.count()).isEqualTo(1);
        assertThat(time.max(TimeUnit.MILLISECONDS)).isEqualTo(3.0);
    }

    @Test
    void shouldCountAbsorbedItemsAndContractErrorsByCallout() {
        metrics.absorbed("dpi");
        metrics.absorbed("dpi");
        metrics.absorbed("other");
        metrics.contractError("dpi", ContractError.ABSORB_OVERRIDDEN);

        assertThat(registry.get(RegisteredMetrics.ABSORBED)
                        .tag("callout", "dpi")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get(RegisteredMetrics.CONTRACT_ERRORS)
                        .tags("callout", "dpi", "error", "absorb_overridden")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}

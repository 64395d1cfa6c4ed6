// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import java.time.Duration;
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

        Timer time = registry.get(ClassifyMeter.CALLOUT_TIME.meterName())
                .tag("callout", "dpi")
                .timer();
        assertThat(time.count()).isEqualTo(1);
        assertThat(time.max(TimeUnit.MILLISECONDS)).isEqualTo(3.0);
        assertThat(time.takeSnapshot().histogramCounts())
                .filteredOn(bucket ->
                        bucket.bucket(TimeUnit.MILLISECONDS) == 2 || bucket.bucket(TimeUnit.MILLISECONDS) == 50)
                .extracting(bucket -> bucket.count())
                .containsExactly(0.0, 1.0);
    }

    @Test
    void shouldCountAbsorbedItemsAndContractErrorsByCallout() {
        metrics.absorbed("dpi");
        metrics.absorbed("dpi");
        metrics.absorbed("other");
        metrics.contractError("dpi", ContractError.ABSORB_OVERRIDDEN);
        metrics.contractError(null, ContractError.BLOCK_OF_EVENT);

        assertThat(count(ClassifyMeter.CALLOUT_ABSORBED, "callout", "dpi")).isEqualTo(2);
        assertThat(count(ClassifyMeter.CALLOUT_CONTRACT_ERRORS, "callout", "dpi", "error", "absorb_overridden"))
                .isEqualTo(1);
        assertThat(count(ClassifyMeter.CALLOUT_CONTRACT_ERRORS, "callout", "none", "error", "block_of_event"))
                .isEqualTo(1);
    }

    @Test
    void shouldCountDiscardsByReasonAndByLayer() {
        metrics.discarded(DiscardReason.FIREWALL_POLICY, 2);
        metrics.discardedAt("FWPM_LAYER_INBOUND_TRANSPORT_V4", 2);

        assertThat(count(ClassifyMeter.DISCARDS, "reason", "FWPS_DISCARD_FIREWALL_POLICY"))
                .isEqualTo(2);
        assertThat(count(ClassifyMeter.LAYER_DISCARDS, "layer", "FWPM_LAYER_INBOUND_TRANSPORT_V4"))
                .isEqualTo(2);
    }

    @Test
    void shouldHaveEveryValueOfAClosedTagAtZeroFromTheStart() {
        metrics.callout("dpi");

        assertThat(registry.find(ClassifyMeter.DISCARDS.meterName()).counters())
                .hasSize(DiscardReason.values().length)
                .allMatch(counter -> counter.count() == 0);
        assertThat(registry.find(ClassifyMeter.LAYER_DISCARDS.meterName()).counters())
                .hasSize(Layer.all().size() + 1);
        assertThat(registry.find(ClassifyMeter.CALLOUT_CONTRACT_ERRORS.meterName())
                        .counters())
                .hasSize(2 * ContractError.values().length);
        assertThat(registry.get(ClassifyMeter.OPEN_PENDS.meterName())
                        .tag("callout", "dpi")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.find(ClassifyMeter.STAGE_TIME.meterName()).timers()).hasSize(ClassifyStage.values().length);
    }

    @Test
    void shouldTakeATimeBelowZeroForNone() {
        StageClock clock = new StageClock(() -> 1_000, metrics);

        clock.reached(ClassifyStage.CLASSIFIED, 1_005);
        clock.reached(ClassifyStage.CLASSIFIED, 400);

        Timer time = registry.get(ClassifyMeter.STAGE_TIME.meterName())
                .tag("stage", "classified")
                .timer();
        assertThat(time.count()).isEqualTo(2);
        assertThat(time.totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(Duration.ofMillis(600).toMillis());
    }

    private double count(ClassifyMeter meter, String... tags) {
        return registry.get(meter.meterName()).tags(tags).counter().count();
    }
}

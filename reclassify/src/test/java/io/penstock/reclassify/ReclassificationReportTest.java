// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReclassificationReportTest {
    @Test
    void shouldTellGroupsApartByHowTheirPacketsCompare() {
        ReclassificationReport report = SampleReport.report();

        assertThat(report.groups(Comparison.CHANGED))
                .singleElement()
                .satisfies(group -> assertThat(group.to().action()).isEqualTo("block"));
        assertThat(report.groups(Comparison.MOVED)).hasSize(1);
        assertThat(report.groups(Comparison.UNKNOWN)).hasSize(1);
        assertThat(report.hasChanges()).isTrue();
    }

    @Test
    void shouldRefuseGroupsThatDoNotAddUpToWhatIsNotUnchanged() {
        ReclassificationReport report = SampleReport.report();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReclassificationReport(
                        report.oldPolicy(),
                        report.newPolicy(),
                        report.range(),
                        report.sources(),
                        report.bytes(),
                        ComparisonCounts.of(60, 10, 26, 5),
                        report.groups(),
                        0,
                        report.series()))
                .withMessageContaining("40 packets");
    }

    @Test
    void shouldRefuseCountsThatDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComparisonCounts(5, 1, 1, 1, 1))
                .withMessageContaining("5 packets");
    }

    @Test
    void shouldKeepItsGroupsWhateverBecomesOfTheListGiven() {
        ReclassificationReport report = SampleReport.report();
        List<TraceLine> lines = new ArrayList<>(List.of(new TraceLine(0, "a")));
        FirstPacket first = new FirstPacket(new PacketName.OfAgent("a", 1, -1), 0, "", lines, lines);
        lines.clear();

        assertThat(first.oldTrace()).hasSize(1);
        assertThat(first.name().text()).isEqualTo("a 1 18446744073709551615");
        assertThat(report.groups()).isUnmodifiable();
    }

    @Test
    void shouldEvaluateTheLeadInWithoutReportingIt() {
        TimeRange range = new TimeRange(100, 200, 50);

        assertThat(range.isEvaluated(49)).isFalse();
        assertThat(range.isEvaluated(50)).isTrue();
        assertThat(range.isReported(99)).isFalse();
        assertThat(range.isReported(199)).isTrue();
        assertThat(range.isEvaluated(200)).isFalse();
        assertThat(TimeRange.ALL.isEvaluated(Long.MIN_VALUE)).isTrue();
    }
}

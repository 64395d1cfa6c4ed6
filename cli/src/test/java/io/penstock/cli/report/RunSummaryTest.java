// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.report.RunSummary.CaptureCount;
import io.penstock.cli.report.RunSummary.PolicyName;
import io.penstock.cli.report.RunSummary.TopFlow;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final String VERSION = "ab".repeat(32);

    private static FateTally balanced() {
        FateTally tally = new FateTally();
        tally.permitted(7);
        tally.blocked(2);
        tally.absorbed(1);
        tally.malformed(1);
        tally.uncertain(4);
        tally.pended(3);
        tally.completed(1_500);
        tally.completed(-1);
        tally.expired();
        tally.injected(1);
        tally.discarded("PenstockVeto", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", "f", null, 1);
        tally.discarded("PenstockVeto", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", "f", null, 1);
        tally.discarded("FWPS_DISCARD_FIREWALL_POLICY", "FWPM_LAYER_STREAM_V4", "g", null, 0);
        tally.found("c", "k");
        tally.flowStarted();
        tally.flowEnded(new TopFlow("tcp 10.0.0.1:1 → 10.0.0.2:2", 5, 500, false, null));
        return tally;
    }

    private static RunSummary summary(FateTally tally) {
        return new RunSummary(
                List.of(new CaptureCount("b.pcap", 5), new CaptureCount("a.pcap", 6)),
                1_000,
                tally.fates(),
                tally.pends(),
                tally.injectedSoFar(),
                tally.discards(),
                tally.findings(),
                tally.flows(),
                new PolicyName("p.yaml", VERSION, List.of("vendor")),
                2.5,
                List.of(),
                List.of());
    }

    @Test
    void shouldSpellTheObjectAsTheContractDoes() {
        assertThat(SummaryJson.of(summary(balanced())))
                .isEqualTo("{\"packets\":11,\"bytes\":1000,\"malformed\":1,"
                        + "\"captures\":[{\"file\":\"b.pcap\",\"packets\":5},{\"file\":\"a.pcap\",\"packets\":6}],"
                        + "\"verdicts\":{\"permit\":7,\"block\":2,\"absorb\":1},"
                        + "\"uncertain\":4,\"pended\":3,\"completed\":2,\"expired\":1,\"injected\":1,"
                        + "\"discards\":[{\"reason\":\"PenstockVeto\",\"layer\":\"FWPM_LAYER_ALE_AUTH_CONNECT_V4\","
                        + "\"filter\":\"f\",\"callout\":null,\"count\":2}],"
                        + "\"findings\":[{\"callout\":\"c\",\"key\":\"k\",\"count\":1}],"
                        + "\"flows\":1,\"policyVersion\":\"" + VERSION
                        + "\",\"inertCallouts\":[\"vendor\"],\"seconds\":2.500,\"packetsPerSecond\":4.4}");
    }

    @Test
    void shouldSayThatTheBooksBalanceOnlyWhenTheyDo() {
        FateTally tally = balanced();
        assertThat(summary(tally).balances()).isTrue();
        assertThat(page(tally))
                .contains("✓ The books balance", "✓ 11  packets  =  7 permit + 2 block + 1 absorb + 1 malformed");
        tally.blocked(1);
        assertThat(summary(tally).balances()).isFalse();
        assertThat(page(tally)).contains("✗ The books do not balance", "✗  3  blocked  ≠  2 discarded");
    }

    @Test
    void shouldNameInertCalloutsAndCountWhatIsUncertain() {
        assertThat(page(balanced()))
                .contains("inert, so that their filters are skipped: vendor", "! 4 of them uncertain");
    }

    @Test
    void shouldNotBalanceIfAPendHasNoEnd() {
        FateTally tally = balanced();
        tally.pended(1);
        assertThat(tally.waiting()).isOne();
        assertThat(summary(tally).balances()).isFalse();
    }

    @Test
    void shouldUseNoColourWhereThereIsNone() {
        assertThat(page(balanced())).doesNotContain("\u001b");
        assertThat(SummaryPage.of(summary(balanced()), "t", true)).contains("\u001b[32m");
    }

    @Test
    void shouldKeepTheLargestFlowsOnly() {
        FateTally tally = new FateTally();
        for (int i = 1; i <= 100; i++) {
            tally.flowEnded(new TopFlow("flow " + i, 1, i, false, null));
        }
        assertThat(tally.flows().top())
                .extracting(TopFlow::bytes)
                .startsWith(100L, 99L)
                .hasSize(8);
    }

    private static String page(FateTally tally) {
        return SummaryPage.of(summary(tally), "penstock run", false);
    }
}

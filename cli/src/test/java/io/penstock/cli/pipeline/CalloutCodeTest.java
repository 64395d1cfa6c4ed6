// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which callouts a run has workers for. */
class CalloutCodeTest {
    @Test
    void shouldHaveWorkersForTheOutOfBandCalloutsThatFiltersNameAndForNoOthers() throws PolicyErrors {
        Policy policy = PolicyDocument.parse("p.yaml", """
            callouts:
              - { calloutKey: penstock-signature }
              - { calloutKey: penstock-flow-signature }
              - { calloutKey: penstock-nat }
            filters:
              - filterKey: out
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-signature }
              - filterKey: in
                layerKey: FWPM_LAYER_OUTBOUND_IPPACKET_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-nat }
            """.getBytes(StandardCharsets.UTF_8));

        assertThat(CalloutCode.outOfBand(policy)).extracting(Callout::key).containsExactly("penstock-signature");
        assertThat(CalloutCode.outOfBand(Policy.NONE)).isEmpty();
        assertThat(CalloutCode.outOfBandKeys()).contains("penstock-redirect-worker", "penstock-nat-worker");
    }
}

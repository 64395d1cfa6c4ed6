// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.PolicyActivation;
import io.penstock.stream.control.PolicyToActivate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Small policies: one blocks UDP to one port, and sends another port's packets to an out-of-band callout. */
final class TestPolicies {
    static final String CALLOUT = "test-callout";
    static final int PENDED_PORT = 19;

    private TestPolicies() {}

    /** Blocks {@code blockedPort}, pends {@link #PENDED_PORT}. */
    static byte[] document(int blockedPort) {
        return """
            policy: test
            settings:
              pend.timeout: 60s
            subLayers:
              - subLayerKey: test-sublayer
                weight: 0x4000
            callouts:
              - calloutKey: test-callout
                applicableLayer: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
            providerContexts:
              - providerContextKey: test-context
                type: FWPM_GENERAL_CONTEXT
                data: { word: 'a "quoted" word', numbers: [1, 2] }
            filters:
              - filterKey: block-one-port
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                subLayerKey: test-sublayer
                weight: 9
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: %d }
                action: { type: FWP_ACTION_BLOCK }
              - filterKey: pend-one-port
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                subLayerKey: test-sublayer
                weight: 8
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: %d }
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: test-callout }
                providerContextKey: test-context
            """.formatted(blockedPort, PENDED_PORT).getBytes(StandardCharsets.UTF_8);
    }

    static PolicyToActivate toActivate(int blockedPort) {
        byte[] document = document(blockedPort);
        return new PolicyToActivate("default", version(document), document);
    }

    static PolicyActivation activation(int blockedPort, long revision) {
        byte[] document = document(blockedPort);
        return new PolicyActivation(
                "default", version(document), revision, ByteBuffer.wrap(document), "identity", "test");
    }

    static String version(byte[] document) {
        try {
            return PolicyDocument.parse("test", document).version();
        } catch (PolicyErrors errors) {
            throw new IllegalArgumentException(errors);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sample policy with the {@link FaultCallout}s besides, each in a sublayer of its own, the editing one heavier. Its pends wait longer than any fault takes.
 *
 * @param path of its document
 * @param policy what that says
 */
record FaultPolicy(String path, Policy policy) {
    private static final String SAMPLE = CommandRun.repository("samples/policy.yaml");
    /** It pends hundreds of packets of one flow, each after the answer to the one before: minutes, and nothing that is not tested by fewer. */
    private static final String SLOW_FILTER = "inspect-web-responses";

    private static final String BESIDES = """
        policy: besides
        settings:
          pend.timeout: 600s
        subLayers:
          - { subLayerKey: test-editing, weight: 0x3000 }
          - { subLayerKey: test-looking, weight: 0x2000 }
        callouts:
          - { calloutKey: test-edit }
          - { calloutKey: test-look }
        filters:
          - filterKey: edit
            filterId: 9001
            layerKey: FWPM_LAYER_DATAGRAM_DATA_V4
            subLayerKey: test-editing
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 7001 }
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: test-edit }
          - filterKey: look
            filterId: 9002
            layerKey: FWPM_LAYER_DATAGRAM_DATA_V4
            subLayerKey: test-looking
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 7000 }
              - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 7001 }
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: test-look }
        """;

    /** Where the services file of the callouts is. */
    static Path callouts() {
        return Path.of(CommandRun.repository("cli/src/test/resources/fault-callouts"));
    }

    static FaultPolicy writeTo(Path directory) throws IOException, PolicyErrors {
        Policy sample = PolicyFile.read(SAMPLE, InputStream.nullInputStream()).policy();
        Policy besides = PolicyDocument.parse("besides", BESIDES.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Policy both = Policy.of(
                besides.settings(),
                sample.providers(),
                and(sample.sublayers(), besides.sublayers()),
                and(sample.callouts(), besides.callouts()),
                sample.providerContexts(),
                and(
                        sample.filters().stream()
                                .filter(filter -> !filter.filterKey().equals(SLOW_FILTER))
                                .toList(),
                        besides.filters()));
        Path file = Files.writeString(directory.resolve("policy.yaml"), PolicyDocument.yaml(both));
        return new FaultPolicy(
                file.toString(),
                PolicyFile.read(file.toString(), InputStream.nullInputStream()).policy());
    }

    private static <T> List<T> and(List<T> some, List<T> more) {
        List<T> both = new ArrayList<>(some);
        more.stream().filter(one -> !both.contains(one)).forEach(both::add);
        return both;
    }
}

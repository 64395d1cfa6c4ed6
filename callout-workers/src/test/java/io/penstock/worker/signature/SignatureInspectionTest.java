// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ConfigurationFault;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.document.PolicyDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureInspectionTest {
    private static final String LAYER = "FWPM_LAYER_OUTBOUND_TRANSPORT_V4";
    private static final long REMOTE = 0xCB007107L;
    private static final ProviderContext CONTEXT = context(Map.of("name", "needle", "text", "NEEDLE"));

    private final SignatureInspection inspection = new SignatureInspection();
    private final ClassifyOut out = new ClassifyOut();
    private final FieldValues values = new FieldValues();

    @Test
    void shouldBlockAndReportWhereAPayloadHoldsASignature() {
        classify(CONTEXT, "a haystack with a NEEDLE in it");
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
        assertThat(out.isRightCleared()).isTrue();
        assertThat(out.findings())
                .containsExactly(new ClassifyOut.Finding("needle", "at byte 18 of 30 bytes of payload, at " + LAYER));
    }

    @Test
    void shouldPermitWhereItHoldsNone() {
        classify(CONTEXT, "a haystack with a NEEDL");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        assertThat(out.isRightCleared()).isFalse();
        assertThat(out.findings()).isEmpty();
    }

    @Test
    void shouldPermitEverythingWithoutSignaturesToLookFor() {
        classify(null, "NEEDLE");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
    }

    @Test
    void shouldLookForEachFiltersOwnSignatures() {
        ProviderContext other = context(Map.of("name", "pin", "text", "PIN"));
        classify(other, "NEEDLE");
        assertThat(out.action()).isEqualTo(CalloutAction.PERMIT);
        classify(CONTEXT, "NEEDLE");
        assertThat(out.action()).isEqualTo(CalloutAction.BLOCK);
        classify(other, "PIN");
        assertThat(out.findings()).extracting(ClassifyOut.Finding::key).containsExactly("pin");
    }

    @Test
    void shouldFailRatherThanPermitWhenItsConfigurationIsUnreadable() {
        assertThatThrownBy(() -> classify(context(Map.of("name", "n")), "NEEDLE"))
                .hasMessage("signature n needs either text or hex");
    }

    @Test
    void shouldHaveTheRemoteAddressBlockedOnlyOfWhatItBlocksAndOnlyWhereItIsTold() {
        List<String> blocked = new ArrayList<>();
        inspection.blockAddressesBy((address, time, reason) -> blocked.add(address + " " + time + " " + reason));
        Map<String, Object> signature = Map.of("name", "needle", "text", "NEEDLE");
        ProviderContext told = new ProviderContext(
                "told", "FWPM_GENERAL_CONTEXT", Map.of("signatures", List.of(signature), "blockRemoteSeconds", 60L));
        classify(told, "nothing");
        classify(CONTEXT, "NEEDLE");
        assertThat(blocked).isEmpty();

        values.setNumber(Field.IP_REMOTE_ADDRESS, REMOTE);
        classify(told, "NEEDLE");

        ConditionValue remote = new ConditionValue.Number(DataType.FWP_UINT32, REMOTE);
        assertThat(blocked).hasSize(1);
        assertThat(blocked.getFirst()).startsWith(remote + " PT1M by filter ");
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        Map<String, Object> signature = Map.of("name", "needle", "text", "NEEDLE");
        ProviderContext context = new ProviderContext(
                "c", "FWPM_GENERAL_CONTEXT", Map.of("signatures", List.of(signature), "blockRemoteSeconds", 0L));
        assertThat(inspection.check(null, context))
                .extracting(ConfigurationFault::message)
                .containsExactly("blockRemoteSeconds is 0, expected a number from 1 to 31536000");
    }

    @Test
    void shouldBeFoundByItsKeyAmongTheServices() {
        assertThat(ServiceLoader.load(Callout.class)).map(Callout::key).contains("penstock-flow-signature");
        assertThat(ServiceLoader.load(Callout.class)).anySatisfy(callout -> {
            assertThat(callout.key()).isEqualTo("penstock-signature");
            assertThat(callout.mode()).isEqualTo(CalloutMode.OUT_OF_BAND);
        });
    }

    @Test
    void shouldUnderstandTheSignaturesOfTheSamplePolicy() throws Exception {
        Path sample = Path.of(System.getProperty("penstock.root", ".."), "samples", "policy.yaml");
        Policy policy = PolicyDocument.parse("policy.yaml", Files.readAllBytes(sample));
        classify(policy.providerContext("office-signatures").orElseThrow(), "GET /?q=PENSTOCK-TEST-SIGNATURE HTTP/1.1");
        assertThat(out.findings()).extracting(ClassifyOut.Finding::key).containsExactly("penstock-test-signature");
    }

    private void classify(ProviderContext context, String payload) {
        byte[] frame = ("HEADER" + payload + "TRAILER NEEDLE").getBytes(UTF_8);
        out.begin(null, true);
        inspection.classify(
                new ClassifyIn(
                        filter().layer(),
                        filter(),
                        context,
                        values,
                        "host",
                        new byte[0],
                        0,
                        frame,
                        0,
                        frame.length,
                        6,
                        payload.length(),
                        InjectionState.NOT_INJECTED,
                        0,
                        null,
                        ClassifyMetadata.NONE,
                        null),
                out);
    }

    private static Filter filter() {
        return new Filter(
                1,
                "inspect",
                "inspect",
                Layer.byKey(LAYER).orElseThrow(),
                "FWPM_SUBLAYER_UNIVERSAL",
                1,
                List.of(),
                new Action.CalloutTerminating(SignatureInspection.KEY),
                Set.<FilterFlag>of(),
                "context");
    }

    private static ProviderContext context(Object signature) {
        return new ProviderContext("context", "FWPM_GENERAL_CONTEXT", Map.of("signatures", List.of(signature)));
    }
}

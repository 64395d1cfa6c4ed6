// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.RandomPolicies;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An engine that starts from a policy has what the policy says. */
class PolicyObjectsTest {
    private static final long SEED = Long.getLong("penstock.seed", 20_261_126L);

    @Test
    void shouldGiveThePolicyBackThatItIsMadeOf() throws Exception {
        Path samples = Path.of(System.getProperty("penstock.root", "..")).resolve("samples");
        Policy sample = PolicyDocument.parse("policy.yaml", Files.readAllBytes(samples.resolve("policy.yaml")));
        assertSame(sample, PolicyObjects.Owners.NONE);

        RandomPolicies policies = new RandomPolicies(new Random(SEED));
        for (Layer layer : Layer.all()) {
            Policy policy = policies.policy(layer, layer.fields().isEmpty() ? 0 : 20);
            assertSame(policy, PolicyObjects.Owners.NONE);
            assertSame(policy, (kind, key) -> kind == ObjectKind.FILTER && key.endsWith("1") ? 1 : 0);
        }
    }

    @Test
    void shouldKeepTheWeightThatADocumentGivesABuiltInSublayerAndTheSublayer() throws PolicyErrors {
        Policy policy = policy("subLayers: [{subLayerKey: FWPM_SUBLAYER_UNIVERSAL, weight: 9}]\n"
            + "providers: [{providerKey: acme, serviceName: acmesvc}]\n"
            + "filters:\n"
            + "- {filterKey: off, layerKey: INBOUND_TRANSPORT_V4, flags: DISABLED, effectiveWeight: 7, filterId: 12,"
            + " rawContext: 5, providerKey: acme, action: BLOCK}\n"
            + "- {filterKey: boot, layerKey: INBOUND_TRANSPORT_V4, flags: BOOTTIME, action: BLOCK}\n");
        BfeSketch sketch = assertSame(policy, PolicyObjects.Owners.NONE);

        refused(FwpError.FWP_E_BUILTIN_OBJECT, () -> sketch.open("s").delete(ObjectKind.SUBLAYER, Sublayer.UNIVERSAL));
        assertThat(sketch.engine.current().policy().providers()).isEqualTo(policy.providers());
        assertThat(sketch.engine.current().policy().filters()).isEqualTo(policy.filters());
    }

    @Test
    @SpecRule("1.4 T9")
    void shouldTakeAwayWhatADynamicSessionOwnsWhenTheSessionOfThatNumberEnds() throws PolicyErrors {
        Policy policy = policy("subLayers: [{subLayerKey: s, weight: 9}]\n"
                + "filters:\n"
                + "- {filterKey: stays, layerKey: INBOUND_TRANSPORT_V4, action: BLOCK}\n"
                + "- {filterKey: goes, layerKey: INBOUND_TRANSPORT_V4, subLayerKey: s, action: BLOCK}\n");
        BfeSketch sketch = started(policy, (kind, key) -> key.equals("goes") || key.equals("s") ? 1 : 0);
        BfeSession owner = sketch.dynamic("owner");
        refused(FwpError.FWP_E_WRONG_SESSION, () -> sketch.dynamic("other").delete(ObjectKind.FILTER, "goes"));

        owner.close();

        assertThat(sketch.filters()).containsExactly("stays");
        assertThat(sketch.engine.current().policy().sublayers()).isEmpty();
    }

    private static BfeSketch assertSame(Policy policy, PolicyObjects.Owners owners) {
        BfeSketch sketch = started(policy, owners);
        assertThat(sketch.engine.current().policy().version())
                .as("penstock.seed=%d: %s", SEED, PolicyDocument.yaml(policy))
                .isEqualTo(policy.version());
        return sketch;
    }

    private static BfeSketch started(Policy policy, PolicyObjects.Owners owners) {
        return new BfeSketch(builder ->
                builder.settings(policy.settings()).survivors(PolicyObjects.of(policy, owners), service -> true, 0));
    }

    private static Policy policy(String document) throws PolicyErrors {
        return PolicyDocument.parse("test", document.getBytes(StandardCharsets.UTF_8));
    }
}

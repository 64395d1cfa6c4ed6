// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.RandomPolicies;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicySchema;
import io.penstock.engine.policy.document.RefusedDocuments;
import io.penstock.engine.policy.document.YamlAsJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema of policies says what the reader says, as far as a schema can. */
class PolicySchemaTest {
    private static final Path PUBLISHED = Path.of(CommandRun.repository("docs/schema/policy.schema.json"));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(PolicySchema.json(), InputFormat.JSON);

    /**
     * Mistakes that the reader alone finds, by a part of its error: what one object says of another, what a value says at a layer, and the keys that YAML itself keeps.
     */
    private static final List<String> READER_ALONE = List.of(
            "FWP_E_SUBLAYER_NOT_FOUND: subLayerKey 'missing'",
            "FWP_E_CALLOUT_NOT_FOUND: calloutKey 'nobody'",
            "FWP_E_PROVIDER_CONTEXT_NOT_FOUND: providerContextKey 'nothing'",
            "FWP_E_PROVIDER_NOT_FOUND: providerKey 'nobody'",
            "FWP_E_ALREADY_EXISTS: subLayerKey 'a' stands twice, first at line 1",
            "FWP_E_ALREADY_EXISTS: calloutKey 'c' stands twice, first at line 1",
            "FWP_E_INCOMPATIBLE_LAYER: callout 'streams' is not for layer FWPM_LAYER_ALE_AUTH_CONNECT_V4",
            "FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER: FWP_ACTION_PERMIT in FWPM_SUBLAYER_INSPECTION",
            "FWP_E_BUILTIN_OBJECT: FWPM_SUBLAYER_INSPECTION is the lowest sublayer",
            "FWP_E_NULL_DISPLAY_NAME: '{00000000-0000-0000-0000-0000000000f1}' without a name",
            "FWP_E_INVALID_FLAGS: DISABLED is read-only",
            "FWP_E_INVALID_FLAGS: PERSISTENT and BOOTTIME exclude each other",
            "FWP_E_INVALID_FLAGS: PERMIT_IF_CALLOUT_UNREGISTERED on a filter that consults no deciding callout",
            "FWP_E_INVALID_FLAGS: HAS_PROVIDER_CONTEXT without one",
            "FWP_E_MATCH_TYPE_MISMATCH: FWP_MATCH_LESS with a value of FWP_SECURITY_DESCRIPTOR_TYPE for"
                    + " FWPM_CONDITION_ALE_USER_ID",
            "FWP_E_MATCH_TYPE_MISMATCH: FWP_MATCH_PREFIX with a value of FWP_UINT16 for FWPM_CONDITION_IP_REMOTE_PORT",
            "FWP_E_MATCH_TYPE_MISMATCH: FWP_MATCH_EQUAL with a value of FWP_RANGE_TYPE for"
                    + " FWPM_CONDITION_IP_REMOTE_PORT",
            "FWP_E_MATCH_TYPE_MISMATCH: FWP_MATCH_NOT_EQUAL with a value of FWP_EMPTY for"
                    + " FWPM_CONDITION_IP_REMOTE_PORT",
            "FWP_E_TYPE_MISMATCH: 'S-1-5-18' for FWPM_CONDITION_ALE_USER_ID",
            "ERROR_INVALID_SECURITY_DESCR: 'XX' as a SID",
            "FWP_E_INVALID_NET_MASK: mask 0xff00ff00",
            "FWP_E_INVALID_RANGE: low above high",
            "FWP_E_INVALID_RANGE: low above high");

    @Test
    void shouldPublishWhatTheCodeMakes() throws IOException {
        CommandRun run = CommandRun.of("policy", "schema");
        assertThat(run.out()).isEqualTo(PolicySchema.json());
        assertThat(Files.readString(PUBLISHED))
                .as("docs/schema/policy.schema.json is written anew by: penstock policy schema > %s", PUBLISHED)
                .isEqualTo(run.out());
    }

    @Test
    void shouldBeASchemaItself() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(PolicySchema.json(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "samples/policy.yaml",
                "samples/callout/policy.yaml",
                "samples/callouts/flow-statistics.yaml",
                "samples/callouts/discard-samples.yaml",
                "samples/callouts/redirect.yaml",
                "samples/callouts/signatures.yaml",
                "cli/src/test/resources/explain/callouts.yaml",
                "cli/src/test/resources/explain/translation.yaml"
            })
    void shouldAcceptTheSamples(String file) throws IOException {
        assertThat(errors(Files.readString(Path.of(CommandRun.repository(file)))))
                .isEmpty();
    }

    @Test
    void shouldAcceptThePoliciesOfTheDocumentation() throws Exception {
        String page = Files.readString(Path.of(CommandRun.repository("docs/policy.md")));
        Matcher blocks = Pattern.compile("```yaml\n(policy: office\n.*?)```", Pattern.DOTALL)
                .matcher(page);
        int count = 0;
        while (blocks.find()) {
            count++;
            assertThat(errors(blocks.group(1))).as(blocks.group(1)).isEmpty();
        }
        assertThat(count).isPositive();
    }

    @Test
    void shouldAcceptWhatAnyPolicyIsWrittenAs() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomPolicies policies = new RandomPolicies(random);
        List<Layer> layers =
                Layer.all().stream().filter(layer -> !layer.fields().isEmpty()).toList();
        for (int i = 0; i < 30; i++) {
            Policy policy = policies.policy(layers.get(random.nextInt(layers.size())), 20);
            assertThat(errors(PolicyDocument.yaml(policy))).as("seed %d", seed).isEmpty();
            assertThat(errors(PolicyDocument.json(policy))).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IP_PROTOCOL, conditionValue: TCP",
                "IP_PROTOCOL, conditionValue: tcp-udp",
                "IP_PROTOCOL, conditionValue: [tcp, 17]",
                "IP_REMOTE_PORT, conditionValue: 8000 - 8010",
                "IP_REMOTE_PORT, conditionValue: '0x1BB'",
                "ICMP_TYPE, conditionValue: 8",
                "FWPM_CONDITION_IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/255.0.0.0",
                "IP_REMOTE_ADDRESS, conditionValue: 10.0.0.1-10.0.0.9",
                "IP_REMOTE_ADDRESS, matchType: ~, conditionValue: 167772161",
                "IP_REMOTE_ADDRESS, conditionValue: {type: FWP_V4_ADDR_MASK, v4AddrMask: {addr: 10.0.0.0, mask:"
                        + " 255.0.0.0}}",
                "IP_REMOTE_PORT, conditionValue: {type: FWP_RANGE_TYPE, rangeValue: {valueLow: 1, valueHigh: {type:"
                        + " FWP_UINT16, uint16: 9}}}",
                "FLAGS, matchType: FLAGS_ALL_SET, conditionValue: [IS_LOOPBACK, FWP_CONDITION_FLAG_IS_FRAGMENT]",
                "ALE_APP_ID, conditionValue: 'C:\\\\a.exe'",
                "ALE_USER_ID, conditionValue: 'D:(A;;CC;;;WD)'",
                "ALE_PACKAGE_ID, conditionValue: S-1-0-0",
                "IP_LOCAL_ADDRESS_TYPE, conditionValue: Unicast",
                "IP_REMOTE_PORT, conditionValue: FWP_EMPTY",
                "IP_REMOTE_PORT, conditionValue: {type: FWP_EMPTY}"
            })
    void shouldAcceptEverySpellingThatTheReaderTakes(String condition) throws Exception {
        String document = "filters: [{filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, weight: ~,"
                + " filterCondition: [{fieldKey: " + condition + "}]}]";
        PolicyDocument.parse("p", document.getBytes(StandardCharsets.UTF_8));
        assertThat(errors(document)).isEmpty();
    }

    @Test
    void shouldAcceptSetsIncludesAndConditionsInWords() {
        assertThat(errors("""
            include: [base.yaml, rules/*.yaml]
            sets:
              addresses: { office: [10.0.0.0/8, "fd00::/8", 10.1.0.1-10.1.0.9], one: $office }
              ports: { web: [80, 8000-8100], all: [$web] }
            filters:
              - filterKey: f
                layerKey: ALE_AUTH_CONNECT_V4
                action: BLOCK
                filterCondition:
                  - remote port 443
                  - { fieldKey: IP_REMOTE_ADDRESS, conditionValue: $office }
                  - { fieldKey: IP_REMOTE_PORT, conditionValue: $web }
            """)).isEmpty();
        assertThat(errors("sets: {protocols: {a: [1]}}")).isNotEmpty();
        assertThat(errors("sets: {ports: {a: [65536]}}")).isNotEmpty();
        assertThat(errors("sets: {addresses: {a b: [10.0.0.1]}}")).isNotEmpty();
    }

    static Stream<String> refused() {
        Stream<String> filters =
                RefusedDocuments.filters().map(one -> RefusedDocuments.around(one.get()[0].toString()));
        // What is nested too deep for the reader is so for any reader of YAML.
        Stream<String> documents = RefusedDocuments.documents()
                .map(one -> one.get()[0].toString())
                .filter(document -> !document.startsWith("[["));
        return Stream.concat(filters, documents);
    }

    @Test
    void shouldRefuseWhatTheReaderRefusesButForWhatItAloneCanKnow() {
        List<String> accepted = new ArrayList<>();
        for (String document : refused().toList()) {
            String error = CommandRun.withInput(document.getBytes(StandardCharsets.UTF_8), "policy", "validate", "-")
                    .err();
            if (isAccepted(document)) {
                accepted.add(error.lines().findFirst().orElse("").replaceAll("^penstock: -:\\d+:\\d+: | — .*", ""));
            }
        }
        assertThat(accepted).containsExactlyInAnyOrderElementsOf(READER_ALONE);
    }

    @ParameterizedTest
    @MethodSource("offered")
    void shouldOfferTheFieldsOfTheLayerAndNoOthers(String layer, String field, boolean accepted) {
        String document = "filters: [{filterKey: f, layerKey: " + layer + ", action: BLOCK, filterCondition: "
                + "[{fieldKey: " + field + ", conditionValue: 0}]}]";
        assertThat(errors(document).isEmpty()).isEqualTo(accepted);
    }

    static Stream<Arguments> offered() {
        return Stream.of(
                Arguments.of("ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT", true),
                Arguments.of("ALE_AUTH_CONNECT_V4", "ETHER_TYPE", false),
                Arguments.of("[ALE_AUTH_CONNECT_V4, INBOUND_MAC_FRAME_ETHERNET]", "ETHER_TYPE", false),
                Arguments.of("INBOUND_MAC_FRAME_ETHERNET", "ETHER_TYPE", true),
                Arguments.of("'{c38d57d1-05a7-4c33-904f-7fbceee60e82}'", "IP_REMOTE_PORT", true),
                Arguments.of("'{c38d57d1-05a7-4c33-904f-7fbceee60e82}'", "NO_SUCH", false));
    }

    private static boolean isAccepted(String document) {
        try {
            return errors(document).isEmpty();
        } catch (RuntimeException noYaml) {
            return false;
        }
    }

    private static List<Error> errors(String document) {
        return SCHEMA.validate(YamlAsJson.of(document), InputFormat.JSON);
    }
}

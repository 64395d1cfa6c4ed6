// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.penstock.engine.policy.document.CaseSchema;
import io.penstock.engine.policy.document.YamlAsJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published JSON Schema of policy test cases says what the reader says, as far as a schema can. */
class CaseSchemaTest {
    private static final Path ROOT = Path.of(CommandRun.repository(""));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(CaseSchema.json(), InputFormat.JSON);

    @Test
    void shouldPublishWhatTheCodeMakes() throws IOException {
        CommandRun run = CommandRun.of("policy", "schema", "--cases");
        assertThat(run.out()).isEqualTo(CaseSchema.json());
        assertThat(Files.readString(ROOT.resolve("docs/schema/policy-cases.schema.json")))
                .as("docs/schema/policy-cases.schema.json is written anew by: penstock policy schema --cases")
                .isEqualTo(run.out());
    }

    @Test
    void shouldBeASchemaItself() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(CaseSchema.json(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldAcceptEveryTestFileOfTheRepository() throws IOException {
        List<Path> files;
        try (Stream<Path> samples = Files.walk(ROOT.resolve("samples"));
                Stream<Path> tests = Files.walk(ROOT.resolve("cli/src/test/resources"))) {
            files = Stream.concat(samples, tests)
                    .filter(file -> file.toString().endsWith(".test.yaml"))
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(errors(Files.readString(file))).as(file.toString()).isEmpty();
            CommandRun run = CommandRun.of("policy", "test", file.toString());
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        }
    }

    @Test
    void shouldAcceptTheVectors() throws IOException {
        String vectors =
                Files.readString(ROOT.resolve("filter-engine/src/test/resources/vectors/arbitration-vectors.json"));
        assertThat(SCHEMA.validate(vectors, InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldAcceptTheCasesOfTheDocumentation() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/policy.md"));
        Matcher blocks = Pattern.compile("```yaml\n((?:policy: [^\n]*\ncases:|  - id: no-ssh).*?)```", Pattern.DOTALL)
                .matcher(page);
        int count = 0;
        while (blocks.find()) {
            count++;
            String block = blocks.group(1);
            String document = block.startsWith("policy") ? block : "cases:\n" + block;
            assertThat(errors(document)).as(document).isEmpty();
        }
        assertThat(count).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cases: []",
                "{}",
                "{policy: {}, tests: []}",
                "cases: [{packet: tcp 10.0.0.1:1 > 10.0.0.2:2, policy: {}, expected: {action: permit}}]",
                "cases: [{id: a, packet: tcp 10.0.0.1:1 > 10.0.0.2:2, policy: {}}]",
                "cases: [{id: a, packet: [a], policy: {}, expected: {action: permit}}]",
                "cases: [{id: a, packet: {hex: '45', link: token-ring}, policy: {}, expected: {action: permit}}]",
                "cases: [{id: a, packet: tcp 10.0.0.1:1 > 10.0.0.2:2, policy: {}, expected: {verdict: permit}}]",
                "cases: [{id: a, packet: tcp 10.0.0.1:1 > 10.0.0.2:2, policy: {}, layer: STREAM_V4, expected: {}}]",
                "cases: [{id: a, packet: tcp 10.0.0.1:1 > 10.0.0.2:2, policy: {filter: []}, expected: {}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONECT_V4, policy: {}, expected: {finalAction: NONE}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONNECT_V4, policy: {}, values: {PORT: 1}, expected: {}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONNECT_V4, policy: {}, expected: {deciding: x}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONNECT_V4, callouts: {c: {answers: {}}}, expected: {}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONNECT_V4, callouts: {c: {returns: {actionType: DROP}}}, expected:"
                        + " {}}]",
                "cases: [{id: a, layer: ALE_AUTH_CONNECT_V4, filters: [{id: 1}], expected: {}}]"
            })
    void shouldRefuseWhatTheReaderRefuses(String document) {
        CommandRun reader = CommandRun.withInput(document.getBytes(StandardCharsets.UTF_8), "policy", "test", "-");
        assertThat(reader.exitCode()).as(reader.out() + reader.err()).isEqualTo(2);
        assertThat(errors(document)).isNotEmpty();
    }

    private static List<Error> errors(String document) {
        return SCHEMA.validate(YamlAsJson.of(document), InputFormat.JSON);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One test per refusal: what is wrong, and that the error stands at its place. */
class PolicyRefusalTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.penstock.engine.policy.document.RefusedDocuments#filters")
    void shouldRefuseFilter(String lines, String place, List<String> parts) {
        PolicyErrors errors = refused(RefusedDocuments.around(lines));
        assertThat(errors.getMessage())
                .startsWith("p.yaml:" + place + ": ")
                .contains(parts)
                .doesNotContain("\n");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("io.penstock.engine.policy.document.RefusedDocuments#documents")
    void shouldRefuseDocument(String text, String part) {
        assertThat(refused(text).getMessage()).contains(part);
    }

    @Test
    void shouldRefuseABombOfAliasesWithoutUnfoldingIt() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, alias)) + "]\n");
        }
        assertThat(refused(bomb.toString()).getMessage()).contains("nodes");
    }

    @Test
    void shouldRefuseADocumentAboveTheSizeLimit() {
        byte[] large = new byte[NodeTree.MAX_BYTES + 1];
        assertThat(catchThrowableOfType(PolicyErrors.class, () -> PolicyDocument.parse("p.yaml", large))
                        .getMessage())
                .contains("at most");
    }

    @Test
    void shouldRefuseIdenticalConditionsOnlyWhereAsked() throws PolicyErrors {
        String filters = "filters:\n  - {filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, filterCondition: "
                + "[{fieldKey: IP_PROTOCOL, conditionValue: 6}, {fieldKey: IP_PROTOCOL, conditionValue: tcp}]}\n";
        PolicyDocument.parse("p.yaml", filters.getBytes(StandardCharsets.UTF_8));
        assertThat(refused("settings: {policy.strictDuplicates: true}\n" + filters)
                        .getMessage())
                .contains("FWP_E_DUPLICATE_CONDITION");
    }

    @Test
    void shouldTellAllErrorsAtOnceInTheOrderOfTheDocument() {
        PolicyErrors errors = refused("settings: {pend.timeout: x}\n"
                + "colour: blue\n"
                + "subLayers: [{subLayerKey: a, weight: -1}]\n"
                + "filters: [{}]\n");
        assertThat(errors.errors()).extracting(PolicyError::line).isSorted().contains(1, 2, 3, 4);
    }

    private static PolicyErrors refused(String text) {
        return catchThrowableOfType(
                PolicyErrors.class, () -> PolicyDocument.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8)));
    }
}

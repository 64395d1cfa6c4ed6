// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class PolicyCasesTest {
    private static final String POLICY =
            "filters: [{filterKey: no-telnet, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, "
                    + "filterCondition: [{fieldKey: IP_REMOTE_PORT, conditionValue: 23}]}]\n";

    /** Spec 4.7: all 54 arbitration cases. */
    @TestFactory
    List<DynamicTest> shouldArbitrateAsTheVectorsSay() throws IOException, PolicyErrors {
        try (InputStream in = PolicyCasesTest.class.getResourceAsStream("/vectors/arbitration-vectors.json")) {
            List<PolicyCase> cases = PolicyCases.read("arbitration-vectors.json", in.readAllBytes(), Path.of("."));
            assertThat(cases).hasSize(54);
            return cases.stream()
                    .map(c -> DynamicTest.dynamicTest(
                            c.id() + " " + c.title(), () -> assertThat(c.run()).isEmpty()))
                    .toList();
        }
    }

    @Test
    void shouldRunCasesWithAPolicyFileAndValues(@TempDir Path folder) throws IOException, PolicyErrors {
        Files.writeString(folder.resolve("p.yaml"), POLICY);
        List<PolicyCase> cases = read(
                "policy: p.yaml\n"
                        + "cases:\n"
                        + "- {id: a, layer: ALE_AUTH_CONNECT_V4, values: {IP_REMOTE_PORT: 23}, expected: {finalAction:"
                        + " BLOCK, decidingFilter: no-telnet}}\n"
                        + "- {id: b, layer: ALE_AUTH_CONNECT_V4, values: {IP_REMOTE_PORT: 22}, expected: {finalAction:"
                        + " NONE, decidingFilter: ~}}\n"
                        + "- {id: c, layer: ALE_AUTH_CONNECT_V4, values: {IP_REMOTE_PORT: 22}, expected: {finalAction:"
                        + " BLOCK}}\n",
                folder);
        assertThat(cases.get(0).run()).isEmpty();
        assertThat(cases.get(1).run()).isEmpty();
        assertThat(cases.get(2).run()).containsExactly("finalAction: expected BLOCK, was NONE");
    }

    @Test
    void shouldRefuseCasesWithErrorsInTheirPolicyOrTheirOwn(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), POLICY.replace("IP_REMOTE_PORT", "IP_REMOTE_PROT"));
        PolicyErrors errors = catchThrowableOfType(
                PolicyErrors.class,
                () -> read(
                        "policy: p.yaml\n"
                                + "cases:\n"
                                + "- {id: a, layer: NOWHERE, expected: {}}\n"
                                + "- {id: b, layer: STREAM_V4, expected: {finalAktion: x}}\n",
                        folder));
        assertThat(errors.getMessage()).contains("FWP_E_LAYER_NOT_FOUND", "finalAktion", "FWP_E_CONDITION_NOT_FOUND");
    }

    @Test
    void shouldReadTokensApplicationsAndFlagsAsValues(@TempDir Path folder) throws IOException, PolicyErrors {
        String policy = "filters:\n"
            + "  - {filterKey: f, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, filterCondition: [{fieldKey:"
            + " ALE_USER_ID, conditionValue: 'D:(A;;CC;;;SY)'}, {fieldKey: ALE_PACKAGE_ID, conditionValue: S-1-0-0},"
            + " {fieldKey: ALE_APP_ID, conditionValue: '\\Device\\App.exe'}]}\n"
            + "  - {filterKey: l2, layerKey: INBOUND_MAC_FRAME_ETHERNET, action: BLOCK, filterCondition: [{fieldKey:"
            + " L2_FLAGS, matchType: FLAGS_ALL_SET, conditionValue: [IS_WIFI, FWP_CONDITION_L2_IS_VM2VM]}]}\n";
        Files.writeString(folder.resolve("p.yaml"), policy);
        String connect =
                ", layer: ALE_AUTH_CONNECT_V4, values: {ALE_PACKAGE_ID: S-1-0-0, ALE_APP_ID: '\\DEVICE\\APP.EXE', ";
        List<PolicyCase> cases = read(
                "policy: p.yaml\ncases:\n"
                        + "- {id: a" + connect + "ALE_USER_ID: [S-1-5-18, S-1-1-0]}, expected: {finalAction: BLOCK}}\n"
                        + "- {id: b" + connect + "ALE_USER_ID: S-1-5-19}, expected: {finalAction: NONE}}\n"
                        + "- {id: c" + connect + "ALE_USER_ID: FWP_EMPTY}, expected: {finalAction: NONE}}\n"
                        + "- {id: d, layer: INBOUND_MAC_FRAME_ETHERNET, values: {L2_FLAGS:"
                        + " 0x12}, expected: {finalAction: BLOCK}}\n"
                        + "- {id: e, layer: INBOUND_MAC_FRAME_ETHERNET, values: {L2_FLAGS:"
                        + " 0x10}, expected: {finalAction: NONE}}\n",
                folder);
        assertThat(cases).hasSize(5).allSatisfy(one -> assertThat(one.run()).isEmpty());
    }

    @Test
    void shouldRefuseATokenWithoutAUser(@TempDir Path folder) {
        for (String token : List.of("[S-1-15-3-1]", "[]", "[S-1-5-18, SY]", "{user: S-1-5-18}")) {
            PolicyErrors errors = catchThrowableOfType(
                    PolicyErrors.class,
                    () -> read(
                            "policy: {}\ncases: [{id: a, layer: ALE_AUTH_CONNECT_V4, values: {ALE_USER_ID: " + token
                                    + "}, expected: {}}]\n",
                            folder));
            assertThat(errors.getMessage()).contains("as the token of", "a list of SIDs");
        }
    }

    private static List<PolicyCase> read(String text, Path folder) throws PolicyErrors {
        return PolicyCases.read("cases.yaml", text.getBytes(StandardCharsets.UTF_8), folder);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketCasesTest {
    private static final String POLICY = """
        policy:
          callouts: [{calloutKey: inspect}]
          filters:
          - {filterKey: no-ssh, layerKey: ALE_AUTH_RECV_ACCEPT_V4, action: BLOCK,
             filterCondition: [{fieldKey: IP_LOCAL_PORT, conditionValue: 22}]}
          - {filterKey: ask, layerKey: DATAGRAM_DATA_V4, action: {type: CALLOUT_TERMINATING, calloutKey: inspect}}
        cases:
        """;

    @Test
    void shouldTakeAPacketThroughAllItsLayers() throws PolicyErrors {
        assertThat(run("- {id: a, packet: 'inbound tcp 198.51.100.7:51000 > 10.0.0.5:22 syn', expected: {action: block,"
                        + " layer: ALE_AUTH_RECV_ACCEPT_V4, filter: no-ssh, reason: FWPS_DISCARD_FIREWALL_POLICY}}"))
                .isEmpty();
    }

    @Test
    void shouldTakeAPacketGivenAsBytes() throws PolicyErrors {
        assertThat(run("- {id: a, packet: {hex: '4500 0028 0000 0000 4006 0000 c6336407 0a000005 c738 0016"
                        + " 00000001 00000000 5002 ffff 0000 0000', link: raw, direction: inbound},"
                        + " expected: {action: block, filter: no-ssh}}"))
                .isEmpty();
        assertThat(run("- {id: a, packet: {hex: '45 00', link: raw}, expected: {action: malformed}}"))
                .isEmpty();
    }

    @Test
    void shouldKnowFromWhichProcessAPacketComes() throws PolicyErrors {
        String policy = POLICY.replace(
                "- {filterKey: ask",
                "- {filterKey: no-curl, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK, filterCondition: [{fieldKey:"
                        + " ALE_APP_ID, conditionValue: /usr/bin/curl}]}\n"
                        + "  - {filterKey: ask");
        String packet =
                "- {id: a, packet: 'tcp 10.0.0.5:4000 > 198.51.100.7:80 syn process=%s'," + " expected: {action: %s}}";
        assertThat(run(policy, packet.formatted("/usr/bin/curl", "block"))).isEmpty();
        assertThat(run(policy, packet.formatted("/usr/bin/wget", "permit"))).isEmpty();
    }

    @Test
    void shouldLetEarlierPacketsSetUpTheFlow() throws PolicyErrors {
        String later = "packet: 'outbound tcp 10.0.0.5:22 > 198.51.100.7:51000 ack', "
                + "expected: {action: block, reason: PenstockFlowBlocked}";
        assertThat(run("- {id: a, after: ['inbound tcp 198.51.100.7:51000 > 10.0.0.5:22 syn'], " + later + "}"))
                .isEmpty();
        assertThat(run("- {id: a, " + later + "}"))
                .containsExactly("reason: expected PenstockFlowBlocked, was FWPS_DISCARD_FIREWALL_POLICY");
    }

    @Test
    void shouldLetStubbedCalloutsAnswer() throws PolicyErrors {
        String packet = "packet: 'outbound udp 10.0.0.5:4000 > 198.51.100.7:53', ";
        assertThat(run("- {id: a, " + packet + "expected: {action: block, callout: inspect,"
                        + " reason: PenstockCalloutUnregistered}}"))
                .isEmpty();
        assertThat(run("- {id: a, " + packet + "callouts: {inspect: {returns: {actionType: PERMIT}}}, expected:"
                        + " {action: permit, layer: FWPM_LAYER_DATAGRAM_DATA_V4, filter: ask,"
                        + " terminating: true, uncertain: false}}"))
                .isEmpty();
        assertThat(run("- {id: a, " + packet + "callouts: {inspect: {returns: {actionType: BLOCK, absorb: true}}},"
                        + " expected: {action: absorb}}"))
                .isEmpty();
    }

    @Test
    void shouldNameThePlaceOfAPacketThatIsNone() {
        PolicyErrors errors = catchThrowableOfType(
                PolicyErrors.class, () -> run("- {id: a, packet: 'inbound tpc 1.2.3.4:5 > 1.2.3.5:6', expected: {}}"));
        assertThat(errors.getMessage())
                .contains("cases.yaml:8:19", "'tpc' at column 9 of the packet", "expected a protocol");
        errors = catchThrowableOfType(PolicyErrors.class, () -> run("- {id: a, packet: ~, expected: {}}"));
        assertThat(errors.getMessage()).contains("'~' at column 1 of the packet");
        errors = catchThrowableOfType(
                PolicyErrors.class, () -> run("- {id: a, packet: {hex: '4500', link: wifi}, expected: {filtre: x}}"));
        assertThat(errors.getMessage()).contains("'wifi' as link", "filtre");
    }

    @Test
    void shouldWantAPolicyForAPacket() {
        PolicyErrors errors = catchThrowableOfType(
                PolicyErrors.class,
                () -> PolicyCases.read(
                        "cases.yaml",
                        "cases: [{id: a, packet: 'udp 1.2.3.4:5 > 1.2.3.5:6', expected: {action: permit}}]"
                                .getBytes(StandardCharsets.UTF_8),
                        Path.of(".")));
        assertThat(errors.getMessage()).contains("a packet without a policy");
    }

    private static List<String> run(String onlyCase) throws PolicyErrors {
        return run(POLICY, onlyCase);
    }

    private static List<String> run(String policy, String onlyCase) throws PolicyErrors {
        byte[] document = (policy + onlyCase + "\n").getBytes(StandardCharsets.UTF_8);
        return PolicyCases.read("cases.yaml", document, Path.of(".")).getFirst().run();
    }
}

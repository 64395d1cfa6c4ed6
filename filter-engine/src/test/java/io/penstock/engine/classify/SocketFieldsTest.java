// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.TestPacket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conditions on whose socket it is (spec 2.3, 3.2, 3.3, 3.5). */
class SocketFieldsTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String USER = "S-1-5-21-1-2-3-1001";
    private static final String PACKAGE = "S-1-15-2-7-8-9";

    static Condition application(String path) {
        return new Condition(
                Field.ALE_APP_ID,
                MatchType.EQUAL,
                ConditionValue.Blob.of((path + "\0").getBytes(StandardCharsets.UTF_16LE)));
    }

    private static Condition user(String sddl) {
        return new Condition(
                Field.ALE_USER_ID,
                MatchType.EQUAL,
                new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, sddl));
    }

    private static Condition packageSid(MatchType match, String sid) {
        return new Condition(Field.ALE_PACKAGE_ID, match, new ConditionValue.Text(DataType.FWP_SID, sid));
    }

    @Test
    void shouldKnowAnApplicationInWhateverCaseItsPathIsSpelt() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("app", CONNECT, application("\\device\\harddiskvolume2\\windows\\system32\\svchost.exe")));

        bench.knowing(
                SocketKnowledge.ofProcess(4, "\\Device\\HarddiskVolume2\\Windows\\System32\\svchost.exe", USER, false));
        assertThat(bench.send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 app");
    }

    @Test
    void shouldHoldNoConditionOnAnOwnerThatNobodyKnows() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("app", CONNECT, application("/usr/bin/curl"))
                .block("user", CONNECT, user("D:(A;;CC;;;WD)"))
                .block("outside", CONNECT, packageSid(MatchType.EQUAL, SocketKnowledge.NULL_SID)));

        assertThat(bench.send(udp())).isEqualTo("permit - - -");
    }

    @Test
    void shouldGiveAProcessOutsideContainersTheNullPackage() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("container", CONNECT, packageSid(MatchType.NOT_EQUAL, SocketKnowledge.NULL_SID))
                .permit("outside", CONNECT, packageSid(MatchType.EQUAL, SocketKnowledge.NULL_SID)));

        bench.knowing(SocketKnowledge.ofProcess(4, "/usr/bin/curl", "root", false));
        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 outside -");
        bench.knowing(new SocketKnowledge(5, "", "", List.of(), PACKAGE, List.of(), false));
        assertThat(bench.send(udp().from("10.0.0.1", 40_001))).startsWith("block ALE_AUTH_CONNECT_V4 container");
    }

    @Test
    void shouldCheckTheAccessOfTheUserAndTheGroups() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("users", CONNECT, user("D:(A;;CC;;;S-1-5-32-545)")));

        bench.knowing(new SocketKnowledge(4, "", USER, List.of("S-1-5-32-545"), "S-1-0-0", List.of(), false));
        assertThat(bench.send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 users");
        bench.knowing(new SocketKnowledge(4, "", USER, List.of(), "S-1-0-0", List.of(), false));
        assertThat(bench.send(udp().from("10.0.0.1", 40_001))).isEqualTo("permit - - -");
    }

    /** Spec 3.3: an exported capability filter, which also grants everyone, selects only containers of that capability. */
    @Test
    void shouldSelectContainersByTheirCapability() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("internet", CONNECT, user("D:(A;;CC;;;S-1-15-3-1)(A;;CC;;;WD)")));

        bench.knowing(new SocketKnowledge(4, "", USER, List.of("S-1-1-0"), PACKAGE, List.of("S-1-15-3-1"), false));
        assertThat(bench.send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 internet");
        bench.knowing(new SocketKnowledge(4, "", USER, List.of("S-1-1-0"), PACKAGE, List.of("S-1-15-3-2"), false));
        assertThat(bench.send(udp().from("10.0.0.1", 40_001))).isEqualTo("permit - - -");
    }

    /** Spec 3.5, FIELD caution. */
    @Test
    void shouldShowNoAddressAtABindThatNoEventToldOf() {
        Condition address = new Condition(
                Field.IP_LOCAL_ADDRESS, MatchType.EQUAL, new ConditionValue.Number(DataType.FWP_UINT32, 0x0A00_0001L));
        EngineBench bench = new EngineBench(new PolicySketch().block("no-bind", "ALE_RESOURCE_ASSIGNMENT_V4", address));

        assertThat(bench.send(udp())).isEqualTo("permit - - -");
        assertThat(bench.event(EndpointEvent.Connecting::new, tcp(0))).isEqualTo("permit - - -");
        assertThat(bench.event(EndpointEvent.Bound::new, udp().from("10.0.0.1", 7)))
                .startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 no-bind");
    }

    @Test
    void shouldShowTheAddressAgainToTheLayersBehindTheBind() {
        Condition address = new Condition(
                Field.IP_LOCAL_ADDRESS, MatchType.EQUAL, new ConditionValue.Number(DataType.FWP_UINT32, 0x0A00_0001L));
        EngineBench bench = new EngineBench(new PolicySketch()
                .permit("bind", "ALE_RESOURCE_ASSIGNMENT_V4")
                .block("no", "ALE_CONNECT_REDIRECT_V4", address));

        assertThat(bench.send(udp())).startsWith("block ALE_CONNECT_REDIRECT_V4 no");
    }

    @Test
    void shouldKnowTheNetworkProfileThatASettingTells() {
        Condition isPrivate = PolicySketch.number(Field.CURRENT_PROFILE_ID, 2);
        PolicySketch unset = new PolicySketch().block("private", CONNECT, isPrivate);
        PolicySketch set = new PolicySketch()
                .settings(VisitFlagsTest.settings(false, false, 2))
                .block("private", CONNECT, isPrivate);

        assertThat(new EngineBench(unset).send(udp())).isEqualTo("permit - - -");
        assertThat(new EngineBench(set).send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 private");
    }

    @Test
    void shouldTellTheDirectionOfTheFlowWhereItIsEstablished() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("inbound", "ALE_FLOW_ESTABLISHED_V4", PolicySketch.number(Field.DIRECTION, 1)));
        bench.send(tcp(TestPacket.SYN));

        assertThat(bench.send(tcp(TestPacket.SYN | TestPacket.ACK)
                        .from("192.0.2.9", 80)
                        .to("10.0.0.1", 40_000)
                        .inbound()))
                .isEqualTo("permit - - -");
        assertThat(bench.visits()).contains("ALE_FLOW_ESTABLISHED");
    }

    @Test
    void shouldTellTheEndsOfALoopbackConversationApart() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .permit("client", CONNECT, application("/bin/client"))
                .block("server", "ALE_AUTH_RECV_ACCEPT_V4", application("/bin/server")));
        bench.knowing(SocketKnowledge.ofProcess(1, "/bin/server", "", true))
                .event(EndpointEvent.Bound::new, udp().from("127.0.0.1", 53).to("0.0.0.0", 0));
        bench.knowing(SocketKnowledge.ofProcess(2, "/bin/client", "", false))
                .event(EndpointEvent.Bound::new, udp().from("127.0.0.1", 40_000).to("0.0.0.0", 0));

        assertThat(bench.loopback(udp().from("127.0.0.1", 40_000).to("127.0.0.1", 53)))
                .startsWith("block ALE_AUTH_RECV_ACCEPT_V4 server");
    }
}

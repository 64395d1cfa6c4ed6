// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.flow.SocketKnowledge;
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

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.PSH;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.UntoldFields;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.PolicySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which fields of each layer have values where packets, agents and settings tell all they can, and why the others have none (spec 2.3). Holds
 * {@code docs/fields.md} to it.
 */
class FieldCoverageTest {
    private static final Path PAGE = Path.of("..", "docs", "fields.md");
    private static final String PREFIX = "FWPM_CONDITION_";
    private static final SocketKnowledge KNOWN =
            new SocketKnowledge(4, "/usr/bin/curl", "S-1-5-18", List.of(), SocketKnowledge.NULL_SID, List.of(), false);

    /** Why a field has no value, whatever is told. */
    private static final Map<String, String> REASONS = reasons();

    /** Where a socket is on no interface yet, and what it lacks therefore. */
    private static final Set<String> BINDS = Set.of("ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN");

    private static final Set<String> INTERFACE = Set.of("INTERFACE_TYPE", "TUNNEL_TYPE");

    private final Map<Layer, TreeSet<Field>> filled = new LinkedHashMap<>();
    private final Callout probe = ScriptedCallout.inline("probe", (in, out) -> note(in));

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String luid : List.of(
                "IP_LOCAL_INTERFACE",
                "IP_ARRIVAL_INTERFACE",
                "IP_NEXTHOP_INTERFACE",
                "IP_FORWARD_INTERFACE",
                "IP_PHYSICAL_ARRIVAL_INTERFACE",
                "IP_PHYSICAL_NEXTHOP_INTERFACE")) {
            reasons.put(luid, "LUID of an interface in Windows; no capture has it");
        }
        for (String number : List.of(
                "SUB_INTERFACE_INDEX",
                "SOURCE_SUB_INTERFACE_INDEX",
                "DESTINATION_SUB_INTERFACE_INDEX",
                "NEXTHOP_SUB_INTERFACE_INDEX",
                "NDIS_PORT")) {
            reasons.put(number, "a number of Windows' driver stack; no capture has it");
        }
        reasons.put("DESTINATION_INTERFACE_INDEX", "a forwarded packet is captured where it comes in");
        reasons.put("IPSEC_SECURITY_REALM_ID", "known to Windows' IPsec alone");
        reasons.put("ALE_REMOTE_USER_ID", "known only where IPsec has authenticated the peer");
        reasons.put("ALE_REMOTE_MACHINE_ID", "known only where IPsec has authenticated the peer");
        reasons.put("ALE_NAP_CONTEXT", "state of Windows' network access protection");
        reasons.put("INTERFACE_QUARANTINE_EPOCH", "state of Windows' interface quarantine");
        reasons.put("ALE_SIO_FIREWALL_SYSTEM_PORT", "a mark that Windows' services put on their sockets");
        reasons.put("ALE_SECURITY_ATTRIBUTE_FQBN_VALUE", "known to Windows' app model alone");
        reasons.put("ALE_PACKAGE_FAMILY_NAME", "known to Windows' app model alone");
        reasons.put("ALE_EFFECTIVE_NAME", "a name that an application gives in Windows' API");
        reasons.put("PEER_NAME", "a name that an application gives in Windows' API");
        for (int i = 0; i < 4; i++) {
            reasons.put("RESERVED" + i, "reserved");
        }
        return reasons;
    }

    private void note(ClassifyIn in) {
        TreeSet<Field> fields = filled.computeIfAbsent(
                in.layer(), layer -> new TreeSet<>((a, b) -> Integer.compare(a.ordinal(), b.ordinal())));
        for (Field field : in.layer().fields()) {
            if (!in.values().isEmpty(field)) {
                fields.add(field);
            }
        }
    }

    @Test
    void shouldFillEveryFieldThatCanBeKnownAndSayWhyOthersAreEmpty() throws IOException {
        play(probing());

        for (Layer layer : Layer.all()) {
            if (!layer.isIndicated() || layer.isDiscard()) {
                continue;
            }
            assertThat(filled).as("indicated layers").containsKey(layer);
            for (Field field : layer.fields()) {
                boolean atBind = BINDS.contains(layer.family()) && INTERFACE.contains(name(field));
                assertThat(filled.get(layer).contains(field) || atBind || REASONS.containsKey(name(field)))
                        .as("%s at %s has a value, or a reason to have none", field, layer)
                        .isTrue();
            }
        }
        REASONS.keySet()
                .forEach(field -> assertThat(filled.values())
                        .as("%s has no value anywhere", field)
                        .noneMatch(fields -> fields.contains(Field.byKey(field).orElseThrow())));
        for (Field field : Field.all()) {
            assertThat(UntoldFields.reason(field).orElse(null)).as(field.key()).isEqualTo(REASONS.get(name(field)));
        }
        String page = page();
        Files.writeString(Path.of("target", "fields.md"), page);
        assertThat(Files.readString(PAGE))
                .as("docs/fields.md is what the engine fills; the page as it should be is in target/fields.md")
                .isEqualTo(page);
    }

    @Test
    void shouldFillTheSameFieldsInBothIpVersions() {
        play(probing());

        for (Layer layer : List.copyOf(filled.keySet())) {
            if (layer.isV6()) {
                Layer v4 = Layer.byKey(layer.key().replace("_V6", "_V4")).orElseThrow();
                assertThat(filled.get(layer)).as(layer.key()).isEqualTo(filled.get(v4));
            }
        }
    }

    @Test
    void shouldShowADiscardLayerTheFieldsOfItsTwin() {
        for (Layer layer : Layer.all()) {
            Layer twin = layer.discardTwin().orElse(null);
            if (twin == null || layer.isV6()) {
                continue;
            }
            filled.clear();
            play(new PolicySketch()
                    .settings(settings())
                    .sublayer("probes", 0xFFFF)
                    .inspect("at", layer.key(), "probe")
                    .inspect("at-twin", twin.key(), "probe")
                    .sublayer("rest", 1)
                    .block("no", layer.key()));

            assertThat(filled.get(twin)).as(twin.key()).isEqualTo(filled.get(layer));
        }
    }

    private static PolicySketch probing() {
        PolicySketch sketch = new PolicySketch().settings(settings());
        for (Layer layer : Layer.all()) {
            if (layer.isIndicated()) {
                sketch.inspect("probe-" + layer.key(), layer.key(), "probe");
            }
        }
        return sketch;
    }

    private static PolicySettings settings() {
        return VisitFlagsTest.settings(false, false, 2);
    }

    /** Everything that can be told, over both IP versions. */
    private void play(PolicySketch policy) {
        EngineBench bench = new EngineBench(policy, probe);
        Consumer<TestPacket> send = packet -> bench.knowing(KNOWN).send(packet);
        for (boolean v6 : new boolean[] {false, true}) {
            conversation(bench, send, v6);
            // A changed policy asks for every flow again, by packets of the other way than its first.
            bench.activate(policy.permit("more-" + v6, "ALE_AUTH_CONNECT_V" + (v6 ? 6 : 4))
                    .permit("more-in-" + v6, "ALE_AUTH_RECV_ACCEPT_V" + (v6 ? 6 : 4)));
            send.accept(in(udp(), v6, 5000));
            send.accept(out(udp(), v6, 53));
        }
        send.accept(TestPacket.frame(new byte[60], LinkType.IEEE802_11).inbound());
        send.accept(TestPacket.frame(new byte[60], LinkType.IEEE802_11).outbound());
        byte[] tagged =
                HexFormat.of().parseHex("020000000002020000000001" + "8100" + "0007" + "0806" + "00".repeat(28));
        send.accept(TestPacket.frame(tagged, LinkType.ETHERNET).inbound());
        send.accept(TestPacket.frame(tagged, LinkType.ETHERNET).outbound());
    }

    private static void conversation(EngineBench bench, Consumer<TestPacket> send, boolean v6) {
        bench.knowing(KNOWN).event(EndpointEvent.Bound::new, out(tcp(0), v6, 4000));
        bench.knowing(KNOWN).event(EndpointEvent.Listening::new, out(tcp(0), v6, 4000));
        send.accept(out(udp(), v6, 5000));
        send.accept(in(udp(), v6, 53));
        send.accept(out(tcp(SYN), v6, 5000));
        send.accept(in(tcp(SYN | ACK), v6, 5000));
        send.accept(out(tcp(PSH | ACK).sequence(1_001).payload("x"), v6, 5000));
        send.accept(in(tcp(SYN), v6, 4000));
        send.accept(out(tcp(SYN | ACK), v6, 4000));
        send.accept(in(tcp(PSH | ACK).sequence(1_001).payload("x"), v6, 4000));
        send.accept(v6 ? TestPacket.icmpv6(128, 0) : TestPacket.icmp(8, 0));
        TestPacket ping = v6 ? TestPacket.icmpv6(128, 0) : TestPacket.icmp(8, 0);
        send.accept(in(ping.sequence(9 << 16), v6, 0).ports(v6 ? 128 : 8, 0));
        send.accept(TestPacket.portUnreachable(out(udp(), v6, 5000)).inbound());
        send.accept(TestPacket.portUnreachable(in(udp(), v6, 53)).outbound());
        send.accept((v6 ? udp().from("2001:db8::1").to("2001:db8::2") : udp().from("198.51.100.1")).forwarded());
        bench.knowing(KNOWN).event(EndpointEvent.Closed::new, out(tcp(0), v6, 5000));
        bench.knowing(KNOWN).event(EndpointEvent.Released::new, out(tcp(0), v6, 4000));
    }

    private static TestPacket out(TestPacket packet, boolean v6, int localPort) {
        return packet.from(v6 ? "fd00::1" : "10.0.0.1", localPort)
                .to(v6 ? "2001:db8::9" : "192.0.2.9", 80)
                .outbound();
    }

    private static TestPacket in(TestPacket packet, boolean v6, int localPort) {
        return packet.from(v6 ? "2001:db8::9" : "192.0.2.9", 80)
                .to(v6 ? "fd00::1" : "10.0.0.1", localPort)
                .inbound();
    }

    private static String name(Field field) {
        return field.key().substring(PREFIX.length());
    }

    private String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Layer layer : Layer.all()) {
            if (layer.isIndicated() && !layer.isDiscard() && !layer.isV6()) {
                page.append("| ").append(layer.family()).append(" | ");
                page.append(names(layer, true))
                        .append(" | ")
                        .append(names(layer, false))
                        .append(" |\n");
            }
        }
        page.append(WHY);
        REASONS.forEach((field, reason) ->
                page.append("| ").append(field).append(" | ").append(reason).append(" |\n"));
        return page.append(WHEN).toString();
    }

    private String names(Layer layer, boolean withValue) {
        return layer.fields().stream()
                .filter(field -> filled.get(layer).contains(field) == withValue)
                .map(FieldCoverageTest::name)
                .collect(Collectors.joining(" "));
    }

    private static final String INTRODUCTION = """
        # Fields: which have values, and which never do

        A condition on a field without a value does not hold, unless it asks for `FWP_EMPTY`. This page lists, layer by layer, the fields that get a value where packets, agents and
        settings tell all they can, and those that are always empty. `FieldCoverageTest` writes it and holds the engine to it. V4 and V6 layers have the same fields; a discard layer is
        shown those of its twin.

        | layer | may have a value | always empty |
        | --- | --- | --- |
        """;

    private static final String WHY = """

        ## Why a field is always empty

        | field | because |
        | --- | --- |
        | INTERFACE_TYPE, TUNNEL_TYPE at ALE_RESOURCE_ASSIGNMENT, ALE_AUTH_LISTEN | a socket that is bound or listens is on no interface |
        """;

    private static final String WHEN = """

        ## When a field has a value

        | field | has one |
        | --- | --- |
        | INTERFACE_INDEX | always: the interface's number in the capture |
        | INTERFACE_TYPE, TUNNEL_TYPE | where the link type tells: Ethernet 6, PPP 23, 802.11 71; a host that talks to itself: loopback 24. None of them is a tunnel: 0. Cooked and raw captures do not tell |
        | ARRIVAL_INTERFACE_*, ARRIVAL_TUNNEL_TYPE | of inbound packets: the same |
        | NEXTHOP_INTERFACE_*, NEXTHOP_TUNNEL_TYPE | of outbound packets: the same |
        | SOURCE_INTERFACE_INDEX | of forwarded packets |
        | all of these | not at bind and listen, and not where a socket event authorises: there is no packet yet |
        | IP_LOCAL_ADDRESS, IP_LOCAL_ADDRESS_TYPE at bind | where an event told of the bind, and it named an address; a bind drawn from a packet, or made by connecting, names none |
        | ALE_PROMISCUOUS_MODE | always 0: binds are told, promiscuous mode is not |
        | COMPARTMENT_ID | always 1, Windows' default compartment: a capture shows a host as one |
        | *_PROFILE_ID | the policy's setting `host.profile`, for all interfaces |
        | ALE_APP_ID, ALE_ORIGINAL_APP_ID | where the agent knows the executable: its path in lower case, UTF-16LE, NUL-terminated; both are the socket's own process |
        | ALE_USER_ID | where the agent knows the user's SID |
        | ALE_PACKAGE_ID | where the agent knows the process: `S-1-0-0` outside an app container |
        | REAUTHORIZE_REASON | always; 0 at a first authorisation |
        | ORIGINAL_ICMP_TYPE | of ICMP: the type that began the flow |
        | DIRECTION | of the packet; at ALE_FLOW_ESTABLISHED of the flow |
        | INTERFACE_MAC_ADDRESS | of IP packets that the host itself sends or takes by its own address |
        | VLAN_ID | of tagged frames |
        | NDIS_MEDIA_TYPE | Ethernet 0, PPP 3, 802.11 16; NDIS_PHYSICAL_MEDIA_TYPE: 802.11 9 |
        | L2_FLAGS | always: 1 for what looks like Ethernet, 2 for 802.11 |
        """;
}

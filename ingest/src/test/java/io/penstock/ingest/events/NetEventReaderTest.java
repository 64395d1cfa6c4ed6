// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.engine.SpecRule;
import io.penstock.engine.event.EventDirection;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventBody.NetworkCapability;
import io.penstock.engine.event.NetEventFlag;
import io.penstock.engine.event.NetEventType;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.event.RecordedEvent.SublayerResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code netsh wfp show netevents} says, and what becomes of each item (spec 8.3, 9.4). */
class NetEventReaderTest {
    private static final Path REAL =
            Path.of(System.getProperty("penstock.data", "absent"), "wfp", "netevents-excerpts-a.xml");

    @Test
    void shouldReadEveryTypeOfTheGrammar() throws Exception {
        EventFile file = EventFile.named("netevents.xml");

        assertThat(file.events())
                .extracting(one -> one.event().type())
                .containsExactly(
                        NetEventType.CLASSIFY_DROP,
                        NetEventType.CLASSIFY_DROP,
                        NetEventType.CLASSIFY_ALLOW,
                        NetEventType.CAPABILITY_DROP,
                        NetEventType.CAPABILITY_ALLOW,
                        NetEventType.CLASSIFY_DROP_MAC,
                        NetEventType.IPSEC_KERNEL_DROP,
                        NetEventType.IKEEXT_MM_FAILURE,
                        NetEventType.IPSEC_DOSP_DROP,
                        NetEventType.LPM_PACKET_ARRIVAL);
        assertThat(file.events()).extracting(RecordedEvent::item).startsWith(1L, 2L, 3L);
    }

    @Test
    void shouldTellADropWhole() throws Exception {
        RecordedEvent drop = EventFile.named("netevents.xml").events().getFirst();

        assertThat(drop.event().header().timeNanos()).isEqualTo(1_772_600_767_089_000_000L);
        assertThat(drop.event().header().localAddress()).isEqualTo("192.168.7.20");
        assertThat(drop.event().header().remoteAddress()).isEqualTo("203.0.113.5");
        assertThat(drop.event().header().remotePort()).isEqualTo(23);
        assertThat(drop.event().header().appId()).isEqualTo("\\device\\harddiskvolume3\\tools\\probe.exe");
        assertThat(drop.event().header().userId()).isEqualTo("S-1-5-21-11-22-33-1001");
        assertThat(drop.event().header().packageSid()).isEqualTo("S-1-0-0");
        assertThat(drop.event().body())
                .isEqualTo(new NetEventBody.ClassifyDrop(70102, 48, 0, 2, 2, EventDirection.OUT, false, "", 0, 0));
        assertThat(drop.layer())
                .hasValueSatisfying(layer -> assertThat(layer.key()).isEqualTo("FWPM_LAYER_ALE_AUTH_CONNECT_V4"));
        assertThat(drop.decision()).isEqualTo(Decision.BLOCK);
        assertThat(drop.sublayers())
                .containsExactly(
                        new SublayerResult(70101, "FWPP_SUBLAYER_INTERNAL_FIREWALL_WSH", "FWP_ACTION_PERMIT"),
                        new SublayerResult(70102, "FWPP_SUBLAYER_INTERNAL_FIREWALL_WF", "FWP_ACTION_BLOCK"));
        assertThat(drop.capabilities()).containsExactly("FWP_CAPABILITIES_FLAG_INTERNET_CLIENT");
    }

    @Test
    void shouldTakeTheDirectionFromTheLayerWhereThePermitLacksIt() throws Exception {
        RecordedEvent allow = EventFile.named("netevents.xml").events().get(2);

        assertThat(((NetEventBody.ClassifyAllow) allow.event().body()).direction())
                .isNull();
        assertThat(allow.direction()).contains(EventDirection.OUT);
        assertThat(allow.decision()).isEqualTo(Decision.PERMIT);
    }

    @Test
    void shouldCountAMemberOnlyWhereItsFlagIsSet() throws Exception {
        RecordedEvent capability = EventFile.named("netevents.xml").events().get(3);

        assertThat(capability.event().header().flags())
                .containsExactlyInAnyOrder(NetEventFlag.IP_VERSION_SET, NetEventFlag.LOCAL_ADDR_SET);
        assertThat(capability.event().header().localAddress())
                .as("written in decimal")
                .isEqualTo("192.168.7.20");
        assertThat(capability.event().header().remoteAddress()).isEmpty();
        assertThat(capability.event().header().localPort()).isZero();
        assertThat(capability.event().body())
                .isEqualTo(new NetEventBody.CapabilityDrop(NetworkCapability.INTERNET_CLIENT, 70105, false));
    }

    @Test
    void shouldCarryWhatIsNotInterpreted() throws Exception {
        List<RecordedEvent> events = EventFile.named("netevents.xml").events();

        assertThat(events.get(5).event().body())
                .isEqualTo(new NetEventBody.ClassifyDropMac(
                        0x020000000720L, 0x020000000799L, 0, 6, 2054, 7, 70107, 56, EventDirection.IN));
        assertThat(events.get(6).event().body())
                .isEqualTo(new NetEventBody.IpsecKernelDrop(3221226021L, EventDirection.IN, 3735928559L, 70108, 0));
        assertThat(((NetEventBody.Uninterpreted) events.get(7).event().body()).members())
                .containsEntry("failureErrorCode", "13805")
                .containsEntry("endCertHash.data", "00");
        assertThat(events.get(7).decision()).isEqualTo(Decision.NONE);
        assertThat(events.get(9).event().body()).isEqualTo(new NetEventBody.LpmPacketArrival(7));
    }

    @Test
    void shouldSayOfEveryItemWhatBecameOfIt() throws Exception {
        EventReport report = EventFile.named("netevents.xml").report();

        assertThat(report.all()).isEqualTo(new EventCount(9, 1, 3, 0));
        assertThat(report.types().get("FWPM_NET_EVENT_TYPE_CLASSIFY_DROP")).isEqualTo(new EventCount(2, 0, 1, 0));
        assertThat(report.notes())
                .extracting(note -> note.type() + ": " + note.what())
                .containsExactly(
                        "FWPM_NET_EVENT_TYPE_CAPABILITY_DROP: unknown flag 00000800: left out",
                        "FWPM_NET_EVENT_TYPE_FROM_THE_FUTURE: a type that is none of the eleven",
                        "FWPM_NET_EVENT_TYPE_CLASSIFY_DROP: filterId is no number of 63 bits",
                        "item that is no event: it begins as no event does",
                        "netEvents: numItems says another number than the list holds: what it holds counts");
        assertThat(report.notes()).extracting(EventNote::line).doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netEvents", "wfpdiag", "excerpts"})
    @SpecRule("11 P16")
    void shouldReadEventsUnderAnyRootAndInAnyEncoding(String root) throws Exception {
        String text = EventFile.text("netevents.xml").replace("netEvents", root);
        EventFile file = EventFile.of(text);

        assertThat(EventFile.of(text.getBytes(StandardCharsets.UTF_16LE)).events())
                .isEqualTo(file.events());
        assertThat(EventFile.of(text.replace("\n", "\r\n")).events()).isEqualTo(file.events());
        assertThat(file.events()).hasSize(10);
    }

    @Test
    void shouldReadPublishedEventsOfRealMachines() throws Exception {
        assumeTrue(Files.exists(REAL), "no real net events at " + REAL);
        EventFile file = EventFile.of(Files.readAllBytes(REAL));

        assertThat(file.report().all()).isEqualTo(new EventCount(3, 0, 0, 2));
        assertThat(file.events())
                .extracting(one -> one.decision() + " " + one.filterId() + " "
                        + one.layer().orElseThrow() + " " + one.sublayers().size())
                .containsExactly(
                        "PERMIT 125918 FWPM_LAYER_ALE_AUTH_CONNECT_V6 2",
                        "BLOCK 68893 FWPM_LAYER_ALE_AUTH_CONNECT_V6 2",
                        "BLOCK 121180 FWPM_LAYER_ALE_AUTH_CONNECT_V4 2");
        assertThat(file.events().getFirst().capabilities()).hasSize(3);
    }
}

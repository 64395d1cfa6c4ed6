// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of a callout count the same packets before and after a restart (spec 6.7). */
class StoredHoldsTest {
    private static final int ASKED_PORT = 19;

    @TempDir
    private Path directory;

    private final UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldChargeAHeldPacketToTheSameCalloutAfterARestart(boolean restoring) {
        try (EngineDriver driver = new EngineDriver(directory, Map.of(), restoring)) {
            register(driver, "first");
            register(driver, "second");
            driver.packets(activation());
            send(
                    driver,
                    traffic.packet(1, 4_000, ASKED_PORT)
                            .packet(2, 4_000, ASKED_PORT)
                            .packet(3, 4_000, ASKED_PORT));
            driver.complete(pended(driver, "first").getFirst(), CompletionKind.PERMIT);
            assertThat(pended(driver, "second"))
                    .as("packet 1 goes on to the next")
                    .hasSize(1);
            driver.verdicts();

            send(driver, traffic.packet(4, 5_000, ASKED_PORT));
            send(driver, traffic.packet(5, 5_001, ASKED_PORT));

            assertThat(driver.verdicts())
                    .as("packets 2 and 3 were put behind the first callout's, and fill its room with packet 4")
                    .containsExactly("4=PENDED r1", "5=BLOCK:ask-first r1");
        }
    }

    private static void send(EngineDriver driver, UdpTraffic added) {
        driver.packets(added.batch());
    }

    private static List<PendedPacket> pended(EngineDriver driver, String callout) {
        return driver.read(Topics.pended(callout), PendedPacket.class);
    }

    private static void register(EngineDriver driver, String callout) {
        driver.packets(new CalloutRegistered(
                callout, CalloutMode.OUT_OF_BAND, true, true, 0L, CalloutDelivery.SHARED, 0, false));
    }

    /** Two callouts ask about each packet, one after the other; three packets may wait for each. */
    private static PolicyActivation activation() {
        byte[] document = """
            policy: test
            settings: { pend.maxPackets: 3 }
            subLayers: [{ subLayerKey: test-sublayer, weight: 0x4000 }]
            callouts:
              - { calloutKey: first, applicableLayer: FWPM_LAYER_OUTBOUND_TRANSPORT_V4 }
              - { calloutKey: second, applicableLayer: FWPM_LAYER_OUTBOUND_IPPACKET_V4 }
            filters:
              - filterKey: ask-first
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                subLayerKey: test-sublayer
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: first }
              - filterKey: ask-second
                layerKey: FWPM_LAYER_OUTBOUND_IPPACKET_V4
                subLayerKey: test-sublayer
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: second }
            """.getBytes(StandardCharsets.UTF_8);
        return new PolicyActivation(
                "default", TestPolicies.version(document), 1L, ByteBuffer.wrap(document), "identity", "test");
    }
}

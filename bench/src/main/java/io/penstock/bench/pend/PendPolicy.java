// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.stream.control.PolicyToActivate;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** Every packet is seen by a callout that notes the time, and then pended for one that permits at once. */
final class PendPolicy {
    static final String PENDING = "bench-permit";
    static final String NOTING = "bench-clock";

    private PendPolicy() {}

    static PolicyToActivate toActivate() throws PolicyErrors {
        byte[] document = """
            policy: bench
            settings:
              pend.timeout: 60s
            subLayers:
              - { subLayerKey: first, weight: 0x8000 }
              - { subLayerKey: second, weight: 0x4000 }
            callouts:
              - { calloutKey: bench-clock, applicableLayer: FWPM_LAYER_OUTBOUND_TRANSPORT_V4 }
              - { calloutKey: bench-permit, applicableLayer: FWPM_LAYER_OUTBOUND_TRANSPORT_V4 }
            filters:
              - filterKey: note
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                subLayerKey: first
                action: { type: FWP_ACTION_CALLOUT_INSPECTION, calloutKey: bench-clock }
              - filterKey: pend
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                subLayerKey: second
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: bench-permit }
            """.getBytes(StandardCharsets.UTF_8);
        return new PolicyToActivate(
                "default", PolicyDocument.parse("bench", document).version(), document);
    }

    /** Notes when a packet is about to be pended; its clone comes by once more and changes nothing. */
    record Noting(IntConsumer numbers) implements Callout {
        @Override
        public String key() {
            return NOTING;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            numbers.accept(PacketSender.numberOf(PacketRow.sequence(in.rows(), in.row())));
        }
    }

    /** Permits at once. */
    static final class Permitting implements Callout {
        @Override
        public String key() {
            return PENDING;
        }

        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            out.permit(in);
        }
    }
}

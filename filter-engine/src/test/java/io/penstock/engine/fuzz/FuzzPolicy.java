// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.fuzz;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.policy.Layer;
import java.util.Arrays;

/** A policy that asks something at every layer, and callouts whose answers hang on the payload, so that inputs reach every kind of answer. */
final class FuzzPolicy {
    static final String INLINE = "inline";
    static final String OUT_OF_BAND = "out-of-band";

    private static final int KINDS = 6;

    private FuzzPolicy() {}

    static PolicyRevision revision() {
        PolicySketch sketch = new PolicySketch();
        sketch.sublayer("high", 300);
        for (Layer layer : Layer.all()) {
            if (layer.isIndicated()) {
                sketch.inspect("look@" + layer.key(), layer.key(), INLINE);
            }
        }
        sketch.sublayer("middle", 200);
        for (String family : new String[] {"OUTBOUND_TRANSPORT", "INBOUND_TRANSPORT", "DATAGRAM_DATA", "STREAM"}) {
            for (String version : new String[] {"_V4", "_V6"}) {
                sketch.unknown("decide@" + family + version, "FWPM_LAYER_" + family + version, INLINE);
            }
        }
        sketch.sublayer("low", 100);
        for (String family : new String[] {
            "INBOUND_IPPACKET", "ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT", "DATAGRAM_DATA", "IPFORWARD"
        }) {
            for (String version : new String[] {"_V4", "_V6"}) {
                sketch.unknown("pend@" + family + version, "FWPM_LAYER_" + family + version, OUT_OF_BAND);
            }
        }
        sketch.sublayer("lowest", 10);
        sketch.block("port 23 v4", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", PolicySketch.remotePort(23));
        sketch.block("port 23 v6", "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6", PolicySketch.localPort(23));
        return new PolicyRevision(sketch.policy(), 1);
    }

    /** Answers by the first byte of the payload: permits, blocks, absorbs, replaces, stays silent, or continues. */
    record Answering(String key, CalloutMode mode) implements Callout {
        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            int first = in.payloadLength() > 0 ? in.frame()[in.payloadOffset()] & 0xFF : in.frameLength();
            switch (first % KINDS) {
                case 0 -> out.permit(in);
                case 1 -> out.block();
                case 2 -> {
                    out.block();
                    out.absorb();
                }
                case 3 -> {
                    out.block();
                    out.absorb();
                    out.inject(changed(in));
                }
                case 4 -> out.finding("length", Integer.toString(in.payloadLength()));
                default -> out.permit(in);
            }
        }

        private static byte[] changed(ClassifyIn in) {
            byte[] frame = Arrays.copyOfRange(in.frame(), in.frameOffset(), in.frameOffset() + in.frameLength());
            if (frame.length > 0) {
                frame[frame.length / 2] ^= 1;
            }
            return frame;
        }
    }
}

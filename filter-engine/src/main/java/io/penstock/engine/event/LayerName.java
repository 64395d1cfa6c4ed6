// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.policy.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LayerName of an audit event: a message parameter that names the layer's family and neither version nor discard twin, which LayerRTID does (spec 8.4).
 * A code that is not known stays as it came.
 *
 * @param text {@code %%14610}, or whatever stood there
 */
public record LayerName(String text) {
    private static final Map<String, List<String>> FAMILIES = new LinkedHashMap<>();

    static {
        put(14596, "INBOUND_IPPACKET", "OUTBOUND_IPPACKET");
        put(14597, "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT");
        put(14598, "IPFORWARD");
        put(14599, "STREAM");
        put(14600, "DATAGRAM_DATA");
        put(14601, "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR");
        put(14602, "INBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_ETHERNET");
        put(14603, "INBOUND_MAC_FRAME_NATIVE", "OUTBOUND_MAC_FRAME_NATIVE");
        put(14604, "INGRESS_VSWITCH_ETHERNET", "EGRESS_VSWITCH_ETHERNET");
        put(14608, "ALE_RESOURCE_ASSIGNMENT");
        put(14609, "ALE_AUTH_LISTEN");
        put(14610, "ALE_AUTH_RECV_ACCEPT");
        put(14611, "ALE_AUTH_CONNECT");
        put(14612, "ALE_FLOW_ESTABLISHED");
        put(14614, "ALE_RESOURCE_RELEASE");
        put(14615, "ALE_ENDPOINT_CLOSURE");
        put(14616, "ALE_CONNECT_REDIRECT");
        put(14617, "ALE_BIND_REDIRECT");
        put(14624, "STREAM_PACKET");
    }

    private static void put(int code, String... families) {
        FAMILIES.put("%%" + code, List.of(families));
    }

    /** The name of a layer; of one whose code is not known, its key. */
    public static LayerName of(Layer layer) {
        Optional<String> code = FAMILIES.entrySet().stream()
                .filter(entry -> entry.getValue().contains(layer.family()))
                .map(Map.Entry::getKey)
                .findFirst();
        return new LayerName(code.orElse(layer.key()));
    }

    /** The families that the code stands for, none where it is not known. */
    public List<String> families() {
        return FAMILIES.getOrDefault(text, List.of());
    }
}

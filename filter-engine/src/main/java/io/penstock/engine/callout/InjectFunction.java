// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Layer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The injection functions (spec 6.5) by where a clone enters; {@code FwpsStreamInjectAsync} belongs to the stream layer. Ordinals are stored
 * with items: append only.
 */
public enum InjectFunction {
    /** {@code FwpsInjectNetworkSendAsync}: top of the send path. */
    NETWORK_SEND,
    /** {@code FwpsInjectNetworkReceiveAsync}: bottom of the receive path. */
    NETWORK_RECEIVE,
    /** {@code FwpsInjectForwardAsync}: IPFORWARD, with the injection state set (spec 11, C12). */
    FORWARD,
    /** {@code FwpsInjectTransportSendAsync}: top of the send path. */
    TRANSPORT_SEND,
    /** {@code FwpsInjectTransportReceiveAsync}: bottom of the receive path. */
    TRANSPORT_RECEIVE,
    /** {@code FwpsInjectMacSendAsync}: the MAC layers of the send path. */
    MAC_SEND,
    /** {@code FwpsInjectMacReceiveAsync}: the MAC layers of the receive path, and on from there. */
    MAC_RECEIVE;

    /** The function of that name, empty where there is none. */
    public static Optional<InjectFunction> named(String name) {
        return Arrays.stream(values())
                .filter(function -> function.name().equals(name))
                .findFirst();
    }

    /** Whether the clone leaves the host. */
    public boolean isSend() {
        return this == NETWORK_SEND || this == TRANSPORT_SEND || this == MAC_SEND;
    }

    /** Whether the clone comes in. */
    public boolean isReceive() {
        return this == NETWORK_RECEIVE || this == TRANSPORT_RECEIVE || this == MAC_RECEIVE;
    }

    /** Whether it takes frames at the MAC layers, rather than IP packets. */
    public boolean isMac() {
        return this == MAC_SEND || this == MAC_RECEIVE;
    }

    /**
     * The function that puts a clone back where an item of this layer came from.
     *
     * @param outbound whether the item leaves the host
     */
    public static InjectFunction of(Layer layer, boolean outbound) {
        String family = layer.family();
        if (family.equals("IPFORWARD")) {
            return FORWARD;
        }
        if (family.contains("MAC_FRAME")) {
            return family.startsWith("OUTBOUND") ? MAC_SEND : MAC_RECEIVE;
        }
        if (family.contains("IPPACKET")) {
            return outbound ? NETWORK_SEND : NETWORK_RECEIVE;
        }
        return outbound ? TRANSPORT_SEND : TRANSPORT_RECEIVE;
    }
}

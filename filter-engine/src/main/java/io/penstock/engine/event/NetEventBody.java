// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a net event says beside its header (spec 8.3). A filter id may be one that no longer exists. Profiles are 1 public, 2 private, 3 domain; 0 where
 * they are not known (spec 3.7). Immutable; nothing is checked, since an import may hold anything.
 */
public sealed interface NetEventBody {
    /** The type that has this body. */
    NetEventType type();

    /**
     * A final block.
     *
     * @param filterId the deciding filter's run-time id, 0 where there is none
     * @param layerId run-time id of the layer; at a discard layer that of the twin
     * @param reauthReason REAUTHORIZE_REASON, 0 where it was no reauthorisation
     * @param originalProfile number of the profile when the flow was authorised first
     * @param currentProfile number of the profile now
     * @param direction null where an import does not tell it, as of listens and binds
     * @param vSwitchId empty outside virtual switches
     * @param vSwitchSourcePort port of the virtual switch, 0 outside one
     * @param vSwitchDestinationPort port of the virtual switch, 0 outside one
     */
    record ClassifyDrop(
            long filterId,
            int layerId,
            int reauthReason,
            int originalProfile,
            int currentProfile,
            EventDirection direction,
            boolean isLoopback,
            String vSwitchId,
            long vSwitchSourcePort,
            long vSwitchDestinationPort)
            implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.CLASSIFY_DROP;
        }
    }

    /**
     * A final permit at an AUTH layer, or nothing that decided there.
     *
     * @param filterId the deciding filter's run-time id, 0 where none decided
     * @param layerId run-time id of the layer
     * @param reauthReason REAUTHORIZE_REASON, 0 where it was no reauthorisation
     * @param originalProfile number of the profile when the flow was authorised first
     * @param currentProfile number of the profile now
     * @param direction null where an import does not tell it: older systems do not
     */
    record ClassifyAllow(
            long filterId,
            int layerId,
            int reauthReason,
            int originalProfile,
            int currentProfile,
            EventDirection direction,
            boolean isLoopback)
            implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.CLASSIFY_ALLOW;
        }
    }

    /**
     * A final block at a MAC layer.
     *
     * @param localMac address in the low 48 bits
     * @param remoteMac address in the low 48 bits
     * @param mediaType NDIS medium, 0 for 802.3
     * @param interfaceType IANA ifType, 0 where it is not known
     * @param etherType EtherType, 0 where the frame has none
     * @param vlanTag VLAN id, 0 where there is none
     * @param filterId the deciding filter's run-time id, 0 where there is none
     * @param layerId run-time id of the layer
     * @param direction null where an import does not tell it
     */
    record ClassifyDropMac(
            long localMac,
            long remoteMac,
            int mediaType,
            int interfaceType,
            int etherType,
            int vlanTag,
            long filterId,
            int layerId,
            EventDirection direction)
            implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.CLASSIFY_DROP_MAC;
        }
    }

    /**
     * An app container lacked a capability. Penstock does not make these; an import may.
     *
     * @param filterId run-time id of the filter that blocked
     */
    record CapabilityDrop(NetworkCapability capability, long filterId, boolean isLoopback) implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.CAPABILITY_DROP;
        }
    }

    /**
     * An app container had the capability it needed. Penstock does not make these; an import may.
     *
     * @param filterId run-time id of the filter that permitted
     */
    record CapabilityAllow(NetworkCapability capability, long filterId, boolean isLoopback) implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.CAPABILITY_ALLOW;
        }
    }

    /**
     * IPsec dropped a packet in the kernel. Penstock does not make these; an import may.
     *
     * @param failureStatus NTSTATUS of the failure, 32 bits
     * @param direction null where the import does not tell it
     * @param spi security parameters index of RFC 4301, 32 bits
     * @param filterId run-time id of the filter, 0 where there is none
     * @param layerId run-time id of the layer
     */
    record IpsecKernelDrop(long failureStatus, EventDirection direction, long spi, long filterId, int layerId)
            implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.IPSEC_KERNEL_DROP;
        }
    }

    /**
     * A packet came that IPsec was waiting for. Penstock does not make these; an import may.
     *
     * @param spi security parameters index of RFC 4301, 32 bits
     */
    record LpmPacketArrival(long spi) implements NetEventBody {
        @Override
        public NetEventType type() {
            return NetEventType.LPM_PACKET_ARRIVAL;
        }
    }

    /**
     * What is carried and not interpreted: failures of IKE, and drops of IPsec's protection against denial of service. Imports only.
     *
     * @param type one of those
     * @param members what the body says, by the names of the export
     */
    record Uninterpreted(NetEventType type, Map<String, String> members) implements NetEventBody {
        public Uninterpreted {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** {@code networkCapabilityId}: ordinals are its values, 0 to 2. */
    enum NetworkCapability {
        INTERNET_CLIENT,
        INTERNET_CLIENT_SERVER,
        PRIVATE_NETWORK
    }
}

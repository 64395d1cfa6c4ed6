// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.packet.PacketRow;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which net events are collected (spec 8.3).
 *
 * @param enabled {@code FWPM_ENGINE_COLLECT_NET_EVENTS}
 * @param keywords what is collected beside drops
 */
public record NetEventCollection(boolean enabled, Set<NetEventKeyword> keywords) {
    /** Drops, and of those not what came in for a group. */
    public static final NetEventCollection DEFAULT = new NetEventCollection(true, Set.of());

    /** Nothing: {@link NetEventBuffer#enumerate} is refused. */
    public static final NetEventCollection DISABLED = new NetEventCollection(false, Set.of());

    public NetEventCollection {
        keywords = keywords.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(keywords));
    }

    /** Whether events of this type are collected at all. */
    public boolean collects(NetEventType type) {
        return enabled
                && switch (type) {
                    case CLASSIFY_ALLOW -> keywords.contains(NetEventKeyword.CLASSIFY_ALLOW);
                    case CAPABILITY_DROP -> keywords.contains(NetEventKeyword.CAPABILITY_DROP);
                    case CAPABILITY_ALLOW -> keywords.contains(NetEventKeyword.CAPABILITY_ALLOW);
                    case IKEEXT_MM_FAILURE,
                            IKEEXT_QM_FAILURE,
                            IKEEXT_EM_FAILURE,
                            CLASSIFY_DROP,
                            IPSEC_KERNEL_DROP,
                            IPSEC_DOSP_DROP,
                            CLASSIFY_DROP_MAC,
                            LPM_PACKET_ARRIVAL -> true;
                };
    }

    /**
     * Whether an event of this type is collected for an item.
     *
     * @param destinationType {@code PacketRow.ADDRESS_...} of its destination
     */
    boolean collects(NetEventType type, EventDirection direction, int destinationType) {
        if (!collects(type)) {
            return false;
        }
        if (direction != EventDirection.IN) {
            return true;
        }
        return switch (destinationType) {
            case PacketRow.ADDRESS_MULTICAST -> keywords.contains(NetEventKeyword.INBOUND_MCAST);
            case PacketRow.ADDRESS_BROADCAST -> keywords.contains(NetEventKeyword.INBOUND_BCAST);
            default -> true;
        };
    }
}

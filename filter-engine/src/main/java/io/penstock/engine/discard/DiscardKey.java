// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.discard;

import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardModule;
import io.penstock.engine.policy.DiscardReason;

/**
 * What discards are counted by (spec 8.2, 2), besides host and time window. A report with fewer parts is a sum over keys.
 *
 * @param layerFamily layer name without version, empty where the item's evaluation failed
 * @param direction which way the item went
 * @param ipVersion 4 or 6; 0 where the item is not IP
 * @param reason WFP's reason, which names its module
 * @param detail Penstock's reason besides, or null
 * @param filterId run-time id of the deciding filter, 0 where there is none
 * @param policyVersion content hash of the policy
 */
public record DiscardKey(
        String layerFamily,
        Direction direction,
        int ipVersion,
        DiscardReason reason,
        DiscardReason detail,
        long filterId,
        String policyVersion) {

    /** Which way an item went, numbered as {@code PacketRow} does. */
    public enum Direction {
        OUTBOUND,
        INBOUND,
        FORWARD
    }

    /**
     * Holds the parts against each other.
     *
     * @throws IllegalArgumentException if the reason is Penstock's, the detail is not, or the IP version is none of 0, 4 and 6
     */
    public DiscardKey {
        if (reason.isPenstock() || detail != null && !detail.isPenstock()) {
            throw new IllegalArgumentException(
                    "reason is WFP's and detail Penstock's, not " + reason + " and " + detail);
        }
        if (ipVersion != 0 && ipVersion != 4 && ipVersion != 6) {
            throw new IllegalArgumentException("ipVersion is 0, 4 or 6, not " + ipVersion);
        }
    }

    /** The key of a discard of an item, which names IP version and policy; where no layer dropped it, the family is empty. */
    public static DiscardKey of(Item item, Discard discard) {
        return new DiscardKey(
                discard.layer() == null ? "" : discard.layer().family(),
                Direction.values()[discard.direction()],
                ipVersion(PacketRow.kind(item.rows(), item.row())),
                discard.detail().main(),
                discard.detail().detail(),
                discard.filterId(),
                item.revision().policy().version());
    }

    /** The reason's module. */
    public DiscardModule module() {
        return reason.module();
    }

    private static int ipVersion(int kind) {
        return switch (kind) {
            case PacketRow.KIND_IPV4 -> 4;
            case PacketRow.KIND_IPV6 -> 6;
            default -> 0;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.redirect.RedirectTarget;
import io.penstock.engine.redirect.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes redirects of what callouts apply at the redirect layers, and shows the new tuple from ALE_AUTH_CONNECT on (spec 6.2). Packets that are only
 * observed stay as they are, and so does their flow's key.
 */
final class RedirectDesk {
    private RedirectDesk() {}

    /** What a callout is offered at this visit, where others have applied something already; null where nothing is or was redirected. */
    static Redirection offer(Item item, Walk walk, Visit visit, String calloutKey, List<RedirectRecord> made) {
        List<RedirectRecord> records = made.isEmpty()
                ? walk.redirects()
                : Stream.concat(walk.redirects().stream(), made.stream()).toList();
        boolean redirects = visit.isRedirect();
        if (!redirects && (records.isEmpty() || visit.family() != LayerFamily.ALE_AUTH_CONNECT)) {
            return null;
        }
        boolean connect = visit != Visit.BIND_REDIRECT;
        List<RedirectRecord> own =
                records.stream().filter(record -> record.connect() == connect).toList();
        return offer(item, connect, redirects, calloutKey, own);
    }

    static Redirection offer(
            Item item, boolean connect, boolean redirects, String calloutKey, List<RedirectRecord> records) {
        byte[] rows = item.rows;
        int row = item.row;
        boolean source = connect != isOutbound(rows, row);
        boolean ipv6 = PacketRow.kind(rows, row) == PacketRow.KIND_IPV6;
        RedirectTarget original = new RedirectTarget(
                ipv6,
                source ? PacketRow.sourceHigh(rows, row) : PacketRow.destinationHigh(rows, row),
                source ? PacketRow.sourceLow(rows, row) : PacketRow.destinationLow(rows, row),
                source ? PacketRow.sourcePort(rows, row) : PacketRow.destinationPort(rows, row));
        return new Redirection(calloutKey, redirects && isSupported(rows, row), original, records);
    }

    private static boolean isOutbound(byte[] rows, int row) {
        return PacketRow.direction(rows, row) == PacketRow.OUTBOUND;
    }

    private static boolean isSupported(byte[] rows, int row) {
        return switch (PacketRow.ipProtocol(rows, row)) {
            case IpProtocol.TCP, IpProtocol.UDP -> true;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> PacketRow.has(rows, row, PacketRow.FLAG_RAW_ENDPOINT);
            default -> false;
        };
    }

    /** Keeps what callouts have applied at a visit that was permitted; whether the visit is made again, since one asked for that. */
    static boolean make(EngineListener listener, Item item, Walk walk, Layer layer, List<RedirectRecord> made) {
        if (made.isEmpty()) {
            return false;
        }
        List<RedirectRecord> all = new ArrayList<>(walk.redirects());
        boolean again = false;
        for (RedirectRecord record : made) {
            again |= all.stream().anyMatch(before -> asksAfter(before, record));
            all.add(record);
            listener.redirected(item, layer, record);
        }
        walk.redirects(List.copyOf(all));
        return again && all.size() <= item.revision.policy().settings().reinjectMaxDepth();
    }

    private static boolean asksAfter(RedirectRecord before, RedirectRecord record) {
        return before.connect() == record.connect()
                && before.change().reauthorizeIfModified()
                && !before.calloutKey().equals(record.calloutKey());
    }

    /** The record of a change by the callout of a filter. */
    static RedirectRecord record(Item item, Visit visit, String calloutKey, Redirect change) {
        boolean connect = visit != Visit.BIND_REDIRECT;
        return new RedirectRecord(
                calloutKey,
                connect,
                offer(item, connect, true, calloutKey, List.of()).original(),
                change);
    }

    static boolean isConnectionRedirected(List<RedirectRecord> records) {
        return !records.isEmpty() && records.stream().anyMatch(RedirectRecord::connect);
    }

    /** Shows the tuple after the redirects; whether it changed any value. */
    static boolean fill(FieldValues values, Walk walk, Visit visit) {
        List<RedirectRecord> records = walk.redirects();
        boolean shown = switch (visit.family()) {
            case ALE_AUTH_CONNECT, ALE_FLOW_ESTABLISHED, ALE_ENDPOINT_CLOSURE -> !records.isEmpty();
            case ALE_RESOURCE_ASSIGNMENT -> walk.explicitBind && !records.isEmpty();
            default -> false;
        };
        if (!shown) {
            return false;
        }
        for (RedirectRecord record : records) {
            RedirectTarget target = record.change().target();
            Field address = record.connect() ? Field.IP_REMOTE_ADDRESS : Field.IP_LOCAL_ADDRESS;
            if (target.ipv6()) {
                values.setWide(address, target.high(), target.low());
            } else {
                values.setNumber(address, target.high() >>> Integer.SIZE);
            }
            values.setNumber(record.connect() ? Field.IP_REMOTE_PORT : Field.IP_LOCAL_PORT, target.port());
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.Sid;
import io.penstock.engine.condition.TokenInformation;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives the fields of a layer the values that a recorded event tells (spec 2.3, 3.5, 3.6, 8.3): addresses, ports, protocol, direction, application,
 * user, package, profiles, flags, interface. All others stay empty, as fields do that nobody knows. {@code docs/netevents.md} has the table.
 */
public final class RecordedFields {
    private static final int FLAG_IS_LOOPBACK = 0x1;
    private static final int FLAG_IS_REAUTHORIZE = 0x4;
    /** Every user's token has it, but for an anonymous one's. */
    private static final Sid EVERYONE = new Sid("S-1-1-0");

    private static final Map<String, Sid> CAPABILITIES = Map.of(
            "FWP_CAPABILITIES_FLAG_INTERNET_CLIENT", new Sid("S-1-15-3-1"),
            "FWP_CAPABILITIES_FLAG_INTERNET_CLIENT_SERVER", new Sid("S-1-15-3-2"),
            "FWP_CAPABILITIES_FLAG_PRIVATE_NETWORK", new Sid("S-1-15-3-3"));

    private final RecordedEvent event;
    private final NetEventHeader header;
    private final Set<NetEventFlag> flags;
    private final EventDirection direction;
    private final FieldValues values = new FieldValues();

    private RecordedFields(RecordedEvent event, Layer layer) {
        this.event = event;
        header = event.event().header();
        flags = header.flags();
        direction = RecordedLayer.direction(layer.family()).or(event::direction).orElse(EventDirection.OUT);
    }

    /** The values at a layer. */
    public static FieldValues of(RecordedEvent event, Layer layer) {
        RecordedFields fields = new RecordedFields(event, layer);
        fields.addresses();
        fields.transport();
        fields.socket();
        fields.body();
        fields.index();
        return fields.values;
    }

    private void addresses() {
        boolean sender = direction != EventDirection.IN;
        if (flags.contains(NetEventFlag.LOCAL_ADDR_SET)) {
            InetAddress local = InetAddress.ofLiteral(header.localAddress());
            address(Field.IP_LOCAL_ADDRESS, local);
            address(sender ? Field.IP_SOURCE_ADDRESS : Field.IP_DESTINATION_ADDRESS, local);
            values.setNumber(Field.IP_LOCAL_ADDRESS_TYPE, type(local));
            if (!sender) {
                values.setNumber(Field.IP_DESTINATION_ADDRESS_TYPE, type(local));
            }
        }
        if (flags.contains(NetEventFlag.REMOTE_ADDR_SET)) {
            InetAddress remote = InetAddress.ofLiteral(header.remoteAddress());
            address(Field.IP_REMOTE_ADDRESS, remote);
            address(sender ? Field.IP_DESTINATION_ADDRESS : Field.IP_SOURCE_ADDRESS, remote);
            if (sender) {
                values.setNumber(Field.IP_DESTINATION_ADDRESS_TYPE, type(remote));
            }
        }
    }

    private void address(Field field, InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        if (address instanceof Inet4Address) {
            values.setNumber(field, bytes.getInt() & 0xFFFF_FFFFL);
        } else {
            values.setWide(field, bytes.getLong(), bytes.getLong());
        }
    }

    private static int type(InetAddress address) {
        if (address.isMulticastAddress()) {
            return PacketRow.ADDRESS_MULTICAST;
        }
        if (address instanceof Inet4Address
                && ByteBuffer.wrap(address.getAddress()).getInt() == -1) {
            return PacketRow.ADDRESS_BROADCAST;
        }
        return address.isAnyLocalAddress() ? PacketRow.ADDRESS_UNSPECIFIED : PacketRow.ADDRESS_UNICAST;
    }

    private void transport() {
        if (flags.contains(NetEventFlag.IP_PROTOCOL_SET)) {
            values.setNumber(Field.IP_PROTOCOL, header.ipProtocol());
        }
        if (flags.contains(NetEventFlag.LOCAL_PORT_SET)) {
            values.setNumber(Field.IP_LOCAL_PORT, header.localPort());
        }
        if (flags.contains(NetEventFlag.REMOTE_PORT_SET)) {
            values.setNumber(Field.IP_REMOTE_PORT, header.remotePort());
        }
        if (direction != EventDirection.FORWARD) {
            values.setNumber(Field.DIRECTION, direction == EventDirection.IN ? 1 : 0);
        }
    }

    private void socket() {
        if (flags.contains(NetEventFlag.APP_ID_SET)) {
            values.setBlob(
                    Field.ALE_APP_ID,
                    (header.appId().toLowerCase(Locale.ROOT) + "\0").getBytes(StandardCharsets.UTF_16LE));
        }
        Sid packageSid = flags.contains(NetEventFlag.PACKAGE_ID_SET) ? new Sid(header.packageSid()) : null;
        if (packageSid != null) {
            values.setSid(Field.ALE_PACKAGE_ID, packageSid);
        }
        if (flags.contains(NetEventFlag.USER_ID_SET)) {
            values.setToken(
                    Field.ALE_USER_ID,
                    new TokenInformation(new Sid(header.userId()), List.of(EVERYONE), packageSid, capabilities()));
        }
    }

    private List<Sid> capabilities() {
        List<Sid> sids = new ArrayList<>();
        if (event.capabilities() != null) {
            event.capabilities().stream()
                    .filter(CAPABILITIES::containsKey)
                    .forEach(name -> sids.add(CAPABILITIES.get(name)));
        }
        return sids;
    }

    private void body() {
        int bits = event.isLoopback() ? FLAG_IS_LOOPBACK : 0;
        switch (event.event().body()) {
            case NetEventBody.ClassifyDrop drop ->
                bits |= authorization(drop.reauthReason(), drop.originalProfile(), drop.currentProfile());
            case NetEventBody.ClassifyAllow allow ->
                bits |= authorization(allow.reauthReason(), allow.originalProfile(), allow.currentProfile());
            case NetEventBody.ClassifyDropMac mac -> frame(mac);
            case NetEventBody.CapabilityDrop _,
                    NetEventBody.CapabilityAllow _,
                    NetEventBody.IpsecKernelDrop _,
                    NetEventBody.LpmPacketArrival _,
                    NetEventBody.Uninterpreted _ -> {}
        }
        values.setNumber(Field.FLAGS, bits);
    }

    private int authorization(int reason, int originalProfile, int currentProfile) {
        if (originalProfile != 0) {
            values.setNumber(Field.ORIGINAL_PROFILE_ID, originalProfile);
        }
        if (currentProfile != 0) {
            values.setNumber(Field.CURRENT_PROFILE_ID, currentProfile);
        }
        if (reason == 0) {
            return 0;
        }
        values.setNumber(Field.REAUTHORIZE_REASON, reason);
        return FLAG_IS_REAUTHORIZE;
    }

    private void frame(NetEventBody.ClassifyDropMac mac) {
        values.setNumber(Field.MAC_LOCAL_ADDRESS, mac.localMac());
        values.setNumber(Field.MAC_REMOTE_ADDRESS, mac.remoteMac());
        values.setNumber(Field.ETHER_TYPE, mac.etherType());
        if (mac.vlanTag() != 0) {
            values.setNumber(Field.VLAN_ID, mac.vlanTag());
        }
        if (mac.interfaceType() != 0) {
            values.setNumber(Field.INTERFACE_TYPE, mac.interfaceType());
        }
    }

    private void index() {
        if (event.interfaceIndex() >= 0) {
            values.setNumber(Field.INTERFACE_INDEX, event.interfaceIndex());
            values.setNumber(
                    direction == EventDirection.IN ? Field.ARRIVAL_INTERFACE_INDEX : Field.NEXTHOP_INTERFACE_INDEX,
                    event.interfaceIndex());
        }
    }
}

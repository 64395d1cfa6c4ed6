// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventBody.NetworkCapability;
import io.penstock.engine.event.NetEventType;
import io.penstock.engine.policy.document.export.ExportElement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the body of a net event by its type (spec 8.3, 9.4). */
final class NetEventBodyReader {
    private static final int FILTER_ID_BITS = 63;
    private static final int LAYER_ID_BITS = 16;
    private static final String ARRAY = ".byteArray6";

    private final MemberReader members;

    private NetEventBodyReader(MemberReader members) {
        this.members = members;
    }

    static NetEventBody read(NetEventType type, ExportElement body, List<String> doubts) throws NotUnderstoodException {
        NetEventBodyReader reader = new NetEventBodyReader(new MemberReader(body::text, doubts));
        return switch (type) {
            case CLASSIFY_DROP -> reader.drop();
            case CLASSIFY_ALLOW -> reader.allow();
            case CLASSIFY_DROP_MAC -> reader.dropMac();
            case CAPABILITY_DROP ->
                new NetEventBody.CapabilityDrop(reader.capability(), reader.filterId(), reader.isLoopback());
            case CAPABILITY_ALLOW ->
                new NetEventBody.CapabilityAllow(reader.capability(), reader.filterId(), reader.isLoopback());
            case IPSEC_KERNEL_DROP -> reader.ipsec();
            case LPM_PACKET_ARRIVAL -> new NetEventBody.LpmPacketArrival(reader.members.number("spi", 32, 0));
            case IKEEXT_MM_FAILURE, IKEEXT_QM_FAILURE, IKEEXT_EM_FAILURE, IPSEC_DOSP_DROP ->
                new NetEventBody.Uninterpreted(type, all(body));
        };
    }

    private NetEventBody drop() throws NotUnderstoodException {
        return new NetEventBody.ClassifyDrop(
                filterId(),
                layerId(),
                members.integer("reauthReason", 31),
                members.integer("originalProfile", 31),
                members.integer("currentProfile", 31),
                members.direction("msFwpDirection"),
                isLoopback(),
                members.text("vSwitchId"),
                members.number("vSwitchSourcePort", 32, 0),
                members.number("vSwitchDestinationPort", 32, 0));
    }

    private NetEventBody allow() throws NotUnderstoodException {
        return new NetEventBody.ClassifyAllow(
                filterId(),
                layerId(),
                members.integer("reauthReason", 31),
                members.integer("originalProfile", 31),
                members.integer("currentProfile", 31),
                members.direction("msFwpDirection"),
                isLoopback());
    }

    private NetEventBody dropMac() throws NotUnderstoodException {
        return new NetEventBody.ClassifyDropMac(
                mac("localMacAddr"),
                mac("remoteMacAddr"),
                members.integer("mediaType", 31),
                members.integer("ifType", 31),
                members.integer("etherType", 16),
                members.integer("vlanTag", 16),
                filterId(),
                layerId(),
                members.direction("msFwpDirection"));
    }

    private NetEventBody ipsec() throws NotUnderstoodException {
        return new NetEventBody.IpsecKernelDrop(
                members.number("failureStatus", 32, 0),
                members.direction("direction"),
                members.number("spi", 32, 0),
                filterId(),
                layerId());
    }

    private long filterId() throws NotUnderstoodException {
        return members.needed("filterId", FILTER_ID_BITS);
    }

    private int layerId() throws NotUnderstoodException {
        return (int) members.needed("layerId", LAYER_ID_BITS);
    }

    private boolean isLoopback() {
        return members.truth("isLoopback");
    }

    private long mac(String name) {
        String text = members.text(name).isEmpty() ? members.text(name + ARRAY) : members.text(name);
        OptionalLong mac = EventText.mac(text);
        if (mac.isEmpty()) {
            members.doubt(text.isEmpty() ? "without " + name : name + " is no MAC address");
        }
        return mac.orElse(0);
    }

    private NetworkCapability capability() throws NotUnderstoodException {
        String text = members.text("networkCapabilityId");
        return Arrays.stream(NetworkCapability.values())
                .filter(one -> text.equals("FWPM_APPC_NETWORK_CAPABILITY_" + one.name())
                        || text.equals(Integer.toString(one.ordinal())))
                .findFirst()
                .orElseThrow(() -> new NotUnderstoodException("networkCapabilityId is none of the three"));
    }

    /** The members of a body that is not interpreted, those within others by their whole way. */
    private static Map<String, String> all(ExportElement body) {
        Map<String, String> found = new LinkedHashMap<>();
        body.children().forEach(child -> collect("", child, found));
        return found;
    }

    private static void collect(String prefix, ExportElement element, Map<String, String> found) {
        String name = prefix + element.name();
        if (element.children().isEmpty()) {
            found.putIfAbsent(name, element.text());
        }
        element.children().forEach(child -> collect(name + ".", child, found));
    }
}

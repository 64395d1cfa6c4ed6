// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.condition.Sid;
import io.penstock.engine.event.NetEventFlag;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.policy.document.export.ExportElement;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the header of a net event (spec 8.3, 9.4): a member counts only where its flag is set; without any flags what is there counts. One event. */
final class NetEventHeaderReader {
    private static final String ARRAY = ".byteArray16";

    private final ExportElement header;
    private final MemberReader members;
    private final Set<NetEventFlag> flags;

    NetEventHeaderReader(ExportElement header, List<String> doubts) {
        this.header = header;
        members = new MemberReader(header::text, doubts);
        flags = header.child("flags").isPresent() ? flags() : all();
    }

    private Set<NetEventFlag> all() {
        members.doubt("without flags: members that are there count");
        return EnumSet.allOf(NetEventFlag.class);
    }

    private Set<NetEventFlag> flags() {
        Set<NetEventFlag> set = EnumSet.noneOf(NetEventFlag.class);
        for (ExportElement item : header.child("flags").orElseThrow().children()) {
            Optional<NetEventFlag> known = Arrays.stream(NetEventFlag.values())
                    .filter(flag -> flag.key().equals(item.text()))
                    .findFirst();
            known.ifPresentOrElse(set::add, () -> members.doubt("unknown flag " + item.text() + ": left out"));
        }
        return set;
    }

    NetEventHeader read() {
        int version = version();
        String local = address(NetEventFlag.LOCAL_ADDR_SET, "localAddr", version);
        String remote = address(NetEventFlag.REMOTE_ADDR_SET, "remoteAddr", version);
        int localPort = integer(NetEventFlag.LOCAL_PORT_SET, "localPort", 16);
        int remotePort = integer(NetEventFlag.REMOTE_PORT_SET, "remotePort", 16);
        int protocol = integer(NetEventFlag.IP_PROTOCOL_SET, "ipProtocol", 8);
        OptionalLong time = EventText.nanos(header.text("timeStamp"));
        if (time.isEmpty()) {
            members.doubt("without a time");
        }
        return new NetEventHeader(
                time.orElse(0),
                flags,
                version,
                protocol,
                local,
                remote,
                localPort,
                remotePort,
                flags.contains(NetEventFlag.SCOPE_ID_SET) ? members.number("scopeId", 32, 0) : 0,
                application(),
                sid(NetEventFlag.USER_ID_SET, "userId"),
                sid(NetEventFlag.PACKAGE_ID_SET, "packageSid"),
                header.text("enterpriseId"),
                members.number("policyFlags", 63, 0),
                header.text("effectiveName"));
    }

    private int version() {
        String text = header.text("ipVersion");
        int version = text.equals("FWP_IP_VERSION_V4") ? 4 : text.equals("FWP_IP_VERSION_V6") ? 6 : 0;
        if (flags.contains(NetEventFlag.IP_VERSION_SET) && version == 0) {
            if (!text.isEmpty() && !text.equals("FWP_IP_VERSION_NONE")) {
                members.doubt("ipVersion is neither V4 nor V6");
            }
            flags.remove(NetEventFlag.IP_VERSION_SET);
        }
        if (!flags.contains(NetEventFlag.IP_VERSION_SET)) {
            flags.remove(NetEventFlag.LOCAL_ADDR_SET);
            flags.remove(NetEventFlag.REMOTE_ADDR_SET);
            return 0;
        }
        return version;
    }

    private String address(NetEventFlag flag, String name, int version) {
        if (!flags.contains(flag)) {
            return "";
        }
        String member = name + "V" + version;
        String text =
                version == 6 && members.text(member).isEmpty() ? members.text(member + ARRAY) : members.text(member);
        Optional<InetAddress> address = EventText.address(text).filter(one -> EventText.version(one) == version);
        if (address.isEmpty()) {
            members.doubt(text.isEmpty() ? "without " + member : member + " is no address of its version");
            flags.remove(flag);
            return "";
        }
        return EventAddress.text(address.get());
    }

    private int integer(NetEventFlag flag, String name, int bits) {
        if (!flags.contains(flag)) {
            return 0;
        }
        int number = (int) members.number(name, bits, -1);
        if (number < 0) {
            flags.remove(flag);
        }
        return Math.max(0, number);
    }

    private String application() {
        String data = header.child("appId").map(blob -> blob.text("data")).orElse("");
        if (!flags.contains(NetEventFlag.APP_ID_SET) || data.isEmpty()) {
            flags.remove(NetEventFlag.APP_ID_SET);
            return "";
        }
        Optional<String> path = EventText.path(data);
        if (path.isEmpty()) {
            members.doubt("appId is no text");
            flags.remove(NetEventFlag.APP_ID_SET);
        }
        return path.orElse("");
    }

    private String sid(NetEventFlag flag, String name) {
        String text = members.text(name);
        if (!flags.contains(flag) || text.isEmpty()) {
            flags.remove(flag);
            return "";
        }
        if (!Sid.isSid(text)) {
            members.doubt(name + " is no SID");
            flags.remove(flag);
            return "";
        }
        return new Sid(text).text();
    }
}

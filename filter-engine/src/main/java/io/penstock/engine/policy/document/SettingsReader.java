// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads the settings of a policy; what a document does not set has its default. */
final class SettingsReader {
    /** How a document wants to be read: no part of the policy. */
    static final String STRICT_DUPLICATES = "policy.strictDuplicates";

    static final List<String> KEYS = List.of(
            "pend.timeout",
            "pend.onTimeout",
            "pend.onOverflow",
            "pend.perFlowLimit",
            "pend.maxBytes",
            "pend.maxPackets",
            "reinject.maxDepth",
            "forward.visitInboundIpPacket",
            "forward.groupFragments",
            "host.profile",
            "match.prefixIsSuffix",
            "flow.datagramIdle",
            "flow.tcpIdle",
            "stream.maxBytesPerFlow",
            "stream.maxBytes",
            STRICT_DUPLICATES);
    /** Names of network profiles by number (spec 3.7). */
    static final List<String> PROFILES = List.of("unknown", "public", "private", "domain");

    private final Members members;

    /** What a document sets, and how strictly it wants itself read. */
    record Read(PolicySettings settings, boolean strictDuplicates) {}

    private SettingsReader(Members members) {
        this.members = members;
    }

    static Read read(Node node, ErrorSink errors) {
        Read defaults = new Read(PolicySettings.DEFAULT, false);
        return node == null
                ? defaults
                : Members.of(node, "settings", KEYS, errors)
                        .map(m -> new SettingsReader(m).read())
                        .orElse(defaults);
    }

    private Read read() {
        PolicySettings d = PolicySettings.DEFAULT;
        PolicySettings settings = new PolicySettings(
                duration("pend.timeout", d.pendTimeout()),
                permit("pend.onTimeout", d.permitOnTimeout()),
                permit("pend.onOverflow", d.permitOnOverflow()),
                (int) number("pend.perFlowLimit", d.pendPerFlowLimit(), 1, PolicySettings.MOST_PEND_PER_FLOW),
                bytes("pend.maxBytes", d.pendMaxBytes()),
                (int) number("pend.maxPackets", d.pendMaxPackets(), 1, Integer.MAX_VALUE),
                (int) number("reinject.maxDepth", d.reinjectMaxDepth(), 1, PolicySettings.MOST_REINJECT_DEPTH),
                bool("forward.visitInboundIpPacket", d.visitInboundIpPacketForForwarded()),
                bool("forward.groupFragments", d.groupForwardedFragments()),
                profile(d.profile()),
                bool("match.prefixIsSuffix", d.prefixIsSuffix()),
                duration("flow.datagramIdle", d.datagramIdle()),
                duration("flow.tcpIdle", d.tcpIdle()),
                bytes("stream.maxBytesPerFlow", d.streamMaxBytesPerFlow()),
                bytes("stream.maxBytes", d.streamMaxBytes()));
        return new Read(settings, bool(STRICT_DUPLICATES, false));
    }

    private Duration duration(String key, Duration otherwise) {
        Function<String, Duration> read = text -> {
            Duration duration = NumberText.duration(text);
            return duration == null || duration.isZero() ? null : duration;
        };
        return value(key, otherwise, "a time above 0 with its unit, like 500ms, 60s, 5m, 1h", read);
    }

    private boolean permit(String key, boolean otherwise) {
        return value(key, otherwise, "block or permit", text -> choice(text, "permit", "block"));
    }

    private boolean bool(String key, boolean otherwise) {
        return value(key, otherwise, "true or false", text -> choice(text, "true", "false"));
    }

    private int profile(int otherwise) {
        return value("host.profile", otherwise, "unknown, public, private or domain", text -> {
            int number = PROFILES.indexOf(text);
            return number < 0 ? null : number;
        });
    }

    /** TRUE for one word, FALSE for the other, null for neither. */
    private static Boolean choice(String text, String yes, String no) {
        if (text.equals(yes)) {
            return Boolean.TRUE;
        }
        return text.equals(no) ? Boolean.FALSE : null;
    }

    private long number(String key, long otherwise, long low, long high) {
        return value(key, otherwise, "a number in " + low + ".." + high, text -> {
            OptionalLong number = NumberText.unsigned(text, 31);
            return number.isPresent() && number.getAsLong() >= low && number.getAsLong() <= high
                    ? number.getAsLong()
                    : null;
        });
    }

    private long bytes(String key, long otherwise) {
        return value(key, otherwise, "a number of bytes above 0, like 1048576 or 256MiB", text -> {
            OptionalLong bytes = NumberText.bytes(text);
            return bytes.isPresent() && bytes.getAsLong() > 0 ? bytes.getAsLong() : null;
        });
    }

    private <T> T value(String key, T otherwise, String expected, Function<String, T> read) {
        String text = members.text(key).orElse(null);
        if (text == null) {
            return otherwise;
        }
        T value = read.apply(text);
        if (value == null) {
            members.errors().add(members.place(key), "'" + text + "' as " + key, expected);
        }
        return value == null ? otherwise : value;
    }
}

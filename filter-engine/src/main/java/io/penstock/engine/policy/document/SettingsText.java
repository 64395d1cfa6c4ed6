// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.PolicySettings;
import java.util.ArrayList;
import java.util.List;

/** The settings of a policy as documents spell them, {@code pend.timeout: 60s} (ARCHITECTURE 9). Stateless; any thread. */
public final class SettingsText {
    private SettingsText() {}

    /** Those that are not what they are by default. */
    public static List<String> changed(PolicySettings settings) {
        List<String> changed = new ArrayList<>(of(settings));
        changed.removeAll(of(PolicySettings.DEFAULT));
        return List.copyOf(changed);
    }

    /** All of them, in the order of documents. */
    static List<String> of(PolicySettings s) {
        return List.of(
                "pend.timeout: " + NumberText.text(s.pendTimeout()),
                "pend.onTimeout: " + (s.permitOnTimeout() ? "permit" : "block"),
                "pend.onOverflow: " + (s.permitOnOverflow() ? "permit" : "block"),
                "pend.perFlowLimit: " + s.pendPerFlowLimit(),
                "pend.maxBytes: " + s.pendMaxBytes(),
                "pend.maxPackets: " + s.pendMaxPackets(),
                "reinject.maxDepth: " + s.reinjectMaxDepth(),
                "forward.visitInboundIpPacket: " + s.visitInboundIpPacketForForwarded(),
                "forward.groupFragments: " + s.groupForwardedFragments(),
                "host.profile: " + SettingsReader.PROFILES.get(s.profile()),
                "match.prefixIsSuffix: " + s.prefixIsSuffix(),
                "flow.datagramIdle: " + NumberText.text(s.datagramIdle()),
                "flow.tcpIdle: " + NumberText.text(s.tcpIdle()),
                "stream.maxBytesPerFlow: " + s.streamMaxBytesPerFlow(),
                "stream.maxBytes: " + s.streamMaxBytes());
    }
}

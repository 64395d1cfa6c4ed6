// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.recorded;

import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.NetEventHeader;
import io.penstock.engine.event.RecordedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Gives each event the number by which it is known again in its log, whichever file it comes from (spec 8.2, 8): EventRecordID, 0 and up; where there is none,
 * as of net events, a negative number made of what the event says. Of events of one file that say the same, the second, third … have numbers of their own:
 * two exports of one buffer that overlap tell of the same events by the same numbers.
 *
 * <p>Like ones are looked for among the latest {@value #MOST_LIKE} different ones. One file, one thread.
 */
final class EventNumbers {
    /** Source of events of the security log. */
    static final String SECURITY = "windows:Security";
    /** Source of net events. */
    static final String NET_EVENTS = "windows:netevents";

    private static final int MOST_LIKE = 65_536;
    /** Odd, so that the numbers of like events differ. */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final MessageDigest digest = sha256();
    private final Map<Long, Long> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_LIKE;
        }
    };

    static String source(RecordedEvent event) {
        return switch (event.log()) {
            case SECURITY -> SECURITY;
            case NET_EVENTS -> NET_EVENTS;
        };
    }

    /** The number; to be asked once for each event, in the order of the file. */
    long next(RecordedEvent event, String host) {
        if (event.recordId() >= 0) {
            return event.recordId();
        }
        long said = ByteBuffer.wrap(digest.digest((host + '\n' + said(event)).getBytes(StandardCharsets.UTF_8)))
                .getLong();
        long before = seen.merge(said, 1L, Long::sum) - 1;
        return said + before * STEP | Long.MIN_VALUE;
    }

    /** Stored counts depend on this text: what is added to it makes events of earlier imports unknown. */
    private static String said(RecordedEvent event) {
        NetEventHeader header = event.event().header();
        String local = header.localAddress() + ' ' + header.localPort();
        String remote = header.remoteAddress() + ' ' + header.remotePort();
        // Which end of a dropped packet is the local one is found by what stands before it in the file.
        boolean inOrder = local.compareTo(remote) <= 0;
        StringJoiner said = new StringJoiner("\n");
        said.add(event.type())
                .add(Long.toString(header.timeNanos()))
                .add(Integer.toString(header.ipProtocol()))
                .add(inOrder ? local : remote)
                .add(inOrder ? remote : local)
                .add(header.appId())
                .add(header.userId())
                .add(Long.toString(event.processId()))
                .add(Long.toString(event.filterId()))
                .add(Integer.toString(event.layerId()))
                .add(event.layerName().text());
        if (event.event().body() instanceof NetEventBody.ClassifyDropMac mac) {
            said.add(Long.toString(mac.localMac()))
                    .add(Long.toString(mac.remoteMac()))
                    .add(Integer.toString(mac.etherType()));
        }
        return said.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}

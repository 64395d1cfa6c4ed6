// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.redirect.RedirectRecord;
import java.util.List;

/**
 * One flow of one host (spec 2.6): its direction, its authorisation, what was seen of its TCP connection, its counts. Times are packet time,
 * nanoseconds since 1970 UTC, of the agents of that host. One thread.
 */
public final class FlowState {
    /** Bits of {@link #tcp()}. */
    public static final int SYN = 1;

    public static final int SYN_ACK = 2;
    public static final int HANDSHAKE = 4;
    public static final int FIN_OUT = 8;
    public static final int FIN_IN = 16;
    public static final int RESET = 32;

    /** No interface seen yet. */
    public static final int NO_INTERFACE = -1;

    private final FlowKey key;
    boolean outbound;
    boolean multicast;
    boolean midStream;
    boolean authorised;
    boolean blocked;
    boolean uncertain;
    boolean established;
    boolean ended;
    boolean closed;
    boolean assigned;
    boolean torn;
    boolean loopback;
    int arrivalInterface = NO_INTERFACE;
    int nextHopInterface = NO_INTERFACE;
    int tcp;
    int synSequence;
    long startNanos;
    long lastNanos;
    long packetsIn;
    long packetsOut;
    long bytesIn;
    long bytesOut;
    int tcpFlagsIn;
    int tcpFlagsOut;
    long lastPacketNanos;
    String authLayerKey = "";
    long authRevision;
    long authDigest;
    Standing standing;
    List<FlowContext> contexts = List.of();
    List<RedirectRecord> redirects = List.of();
    List<FlowContext> reports = List.of();
    boolean dirty;
    /** Whether the table has another flow, or none, under its key; nothing of it is stored any more. */
    boolean gone;
    /** Verdicts of the standing authorisation, kept by the evaluation for its revision; not stored. */
    private Object cachedVerdict;

    FlowState(FlowKey key) {
        this.key = key;
    }

    /** What names it. */
    public FlowKey key() {
        return key;
    }

    /** Direction of its first packet, which decides where it is authorised (spec 2.6). */
    public boolean isOutbound() {
        return outbound;
    }

    /** Whether it goes to, or is, a multicast or broadcast group. */
    public boolean isMulticast() {
        return multicast;
    }

    /** Whether the host speaks to itself; then each end has a flow. */
    public boolean isLoopback() {
        return loopback;
    }

    /** Whether it is a TCP connection whose SYN was not seen. */
    public boolean isMidStream() {
        return midStream;
    }

    /** Whether an AUTH layer let it through, so that its packets pass there unasked. */
    public boolean isAuthorised() {
        return authorised;
    }

    /** Whether an AUTH layer refused it, so that its packets are blocked (P22). */
    public boolean isBlocked() {
        return blocked;
    }

    /** Whether an inert filter had matched at its authorisation (spec 4.6). */
    public boolean isUncertain() {
        return uncertain;
    }

    /** Whether ALE_FLOW_ESTABLISHED was visited. */
    public boolean isEstablished() {
        return established;
    }

    /** Whether its end was seen: reset, or closed from both sides. */
    public boolean isEnded() {
        return ended;
    }

    /** Whether the closure of its endpoint was indicated. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether its first packet's walk visited ALE_RESOURCE_ASSIGNMENT, so that its end owes a release. */
    public boolean isAssigned() {
        return assigned;
    }

    /** Whether its socket was let through once, so that its close is an event: a flow refused from the start never had an endpoint. */
    public boolean owesClosure() {
        return !blocked || torn;
    }

    /** Number of the interface on which its inbound packets are authorised to arrive, {@link #NO_INTERFACE} before the first. */
    public int arrivalInterface() {
        return arrivalInterface;
    }

    /** Number of the interface on which its outbound packets are authorised to leave, {@link #NO_INTERFACE} before the first. */
    public int nextHopInterface() {
        return nextHopInterface;
    }

    /** What was seen of its TCP connection: bits {@link #SYN} to {@link #RESET}; 0 for other protocols. */
    public int tcp() {
        return tcp;
    }

    /** TCP sequence number of its SYN, 32 bits; counts only with the bit {@link #SYN}. */
    public int synSequence() {
        return synSequence;
    }

    /** Packet time of its first packet, nanoseconds since 1970 UTC. */
    public long startNanos() {
        return startNanos;
    }

    /** Packet time from which it is idle, nanoseconds since 1970 UTC: of its latest packet; to a group, of the latest outbound one. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Packet time of its latest packet whatever way it went, nanoseconds since 1970 UTC. */
    public long lastPacketNanos() {
        return lastPacketNanos;
    }

    /** Flags of its inbound TCP segments, those of all of them together, as in the header (RFC 9293 section 3.1); 0 for other protocols. */
    public int tcpFlagsIn() {
        return tcpFlagsIn;
    }

    /** Flags of its outbound TCP segments likewise. */
    public int tcpFlagsOut() {
        return tcpFlagsOut;
    }

    /** Inbound packets. */
    public long packetsIn() {
        return packetsIn;
    }

    /** Outbound packets. */
    public long packetsOut() {
        return packetsOut;
    }

    /** Bytes of its inbound packets on the wire. */
    public long bytesIn() {
        return bytesIn;
    }

    /** Bytes of its outbound packets on the wire. */
    public long bytesOut() {
        return bytesOut;
    }

    /** Key of the layer that authorised or blocked it, empty before. */
    public String authLayerKey() {
        return authLayerKey;
    }

    /** Number of the revision under which its authorisation stands, 0 before. */
    public long authRevision() {
        return authRevision;
    }

    /** Digest of that layer's filters at that time, {@code CompiledLayer.digest()}; 0 before. */
    public long authDigest() {
        return authDigest;
    }

    /** The filter that authorised or blocked it, null where none did. */
    public Standing standing() {
        return standing;
    }

    /** What callouts have associated with it, oldest first. Immutable. */
    public List<FlowContext> contexts() {
        return contexts;
    }

    /** Contexts that went with its end and whose callouts have yet to report on it. Immutable. */
    public List<FlowContext> reports() {
        return reports;
    }

    /** Redirects of its bind and connect, first to last. */
    public List<RedirectRecord> redirects() {
        return redirects;
    }

    /** What {@link #cacheVerdict} was given, null after a restart or a new authorisation. */
    public Object cachedVerdict() {
        return cachedVerdict;
    }

    /** Keeps the verdict of the standing authorisation; it is not stored. */
    public void cacheVerdict(Object verdict) {
        cachedVerdict = verdict;
    }
}

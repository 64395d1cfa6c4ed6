// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import io.penstock.engine.flow.FlowKey;

/** One flow: who is its client, how far it has come, what rules have decided of it. One thread. */
public final class TrackedFlow {
    final FlowKey key;
    final int version;
    final int protocol;
    long clientHigh;
    long clientLow;
    int clientPort;
    long serverHigh;
    long serverLow;
    int serverPort;
    long lastNanos;
    boolean seenToServer;
    boolean seenToClient;
    private boolean passed;
    private boolean dropped;
    private boolean ended;
    TcpSession session;

    /** Who sends the first packet is the client. */
    TrackedFlow(FlowKey key, InspectedPacket first) {
        this.key = key;
        version = first.version;
        protocol = first.protocol;
        clientHigh = first.sourceHigh;
        clientLow = first.sourceLow;
        clientPort = first.sourcePort;
        serverHigh = first.destinationHigh;
        serverLow = first.destinationLow;
        serverPort = first.destinationPort;
    }

    /** Exchanges client and server. */
    void turnRound() {
        long high = clientHigh;
        long low = clientLow;
        int port = clientPort;
        clientHigh = serverHigh;
        clientLow = serverLow;
        clientPort = serverPort;
        serverHigh = high;
        serverLow = low;
        serverPort = port;
        boolean seen = seenToServer;
        seenToServer = seenToClient;
        seenToClient = seen;
    }

    /** Notes that a packet went that way; true if it is the first one. */
    boolean see(boolean toServer) {
        boolean first = !(toServer ? seenToServer : seenToClient);
        seenToServer |= toServer;
        seenToClient |= !toServer;
        return first;
    }

    /** Whether the packet goes to the server. */
    public boolean isToServer(InspectedPacket packet) {
        if (packet.hasPorts() && packet.sourcePort != packet.destinationPort) {
            return packet.sourcePort == clientPort;
        }
        return packet.sourceHigh == clientHigh && packet.sourceLow == clientLow;
    }

    /** The TCP session, null where none was seen to begin. */
    public TcpSession session() {
        return session;
    }

    /** Whether a rule has decided for all of it, so that no more is looked at. */
    public boolean isDecided() {
        return passed || dropped;
    }

    /** Silences it, unless a rule has decided to drop it before. */
    public void pass() {
        passed |= !dropped;
    }

    /** Notes that a rule would drop it. */
    public void drop() {
        dropped |= !passed;
    }

    /** Whether the end of its streams was looked at. */
    public boolean isEnded() {
        return ended;
    }

    /** Notes that the end of its streams was looked at. */
    public void ended() {
        ended = true;
    }

    /** Whether its connection is closed. */
    public boolean isClosed() {
        return session != null && session.state() == TcpSession.State.CLOSED;
    }
}

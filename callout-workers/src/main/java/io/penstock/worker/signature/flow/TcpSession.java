// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.flow;

import io.penstock.engine.stream.TcpSegment;
import java.util.HashSet;
import java.util.Set;

/**
 * One TCP connection seen from its first SYN. Only what both ends would take goes into the streams: segments out of the window, or with an acknowledgement that cannot
 * be, stay out and are looked at by themselves. One thread.
 */
public final class TcpSession {
    private static final int MOST_TRIES = 16;

    /** How far the connection has come. */
    enum State {
        SYN_SENT,
        SYN_RECEIVED,
        ESTABLISHED,
        /** One end has finished. */
        CLOSING,
        /** Both have, and one may not know. */
        LAST_ACK,
        CLOSED;

        boolean isEstablished() {
            return compareTo(ESTABLISHED) >= 0;
        }
    }

    private final TcpSide client = new TcpSide();
    private final TcpSide server = new TcpSide();
    private final Set<Integer> clientTries = new HashSet<>();
    private final Set<Integer> serverTries = new HashSet<>();
    private State state = State.SYN_SENT;
    private boolean clientScales;

    /** Starts with a SYN that is no SYN/ACK. */
    TcpSession(InspectedPacket syn) {
        syn(syn);
    }

    State state() {
        return state;
    }

    /** The bytes that go that way. */
    public StreamBuffer stream(boolean toServer) {
        return side(toServer).buffer;
    }

    /** Whether the receiver has acknowledged bytes that are missing here, and more is there behind them. */
    public boolean isGapAcknowledged(boolean toServer) {
        TcpSide side = side(toServer);
        return side.acknowledgedOffset() > side.buffer.firstHeld();
    }

    private TcpSide side(boolean toServer) {
        return toServer ? client : server;
    }

    /** Whether a SYN with this sequence number begins another connection. */
    boolean isOverFor(int sequence) {
        return state.compareTo(State.LAST_ACK) >= 0 && sequence != client.initial;
    }

    /** Takes a packet. */
    void accept(InspectedPacket packet, boolean toServer) {
        TcpSide sender = side(toServer);
        TcpSide receiver = side(!toServer);
        if (state != State.SYN_SENT && isKeepAlive(packet, sender, receiver)) {
            return;
        }
        switch (state) {
            case SYN_SENT -> synSent(packet, toServer);
            case SYN_RECEIVED -> synReceived(packet, toServer, sender, receiver);
            case ESTABLISHED, CLOSING, LAST_ACK -> open(packet, sender, receiver);
            case CLOSED -> {}
        }
    }

    private static boolean isKeepAlive(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        boolean control = (packet.tcpFlags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) != 0;
        return !control
                && packet.toldLength <= 1
                && packet.acknowledgement == receiver.acknowledged
                && packet.sequence == sender.next - 1;
    }

    private void syn(InspectedPacket packet) {
        client.start(packet.sequence);
        if (clientTries.size() < MOST_TRIES) {
            clientTries.add(packet.sequence);
        }
        server.window = packet.window;
        clientScales = packet.windowScale >= 0;
        server.scale = Math.max(packet.windowScale, 0);
    }

    private void synSent(InspectedPacket packet, boolean toServer) {
        if (packet.has(TcpSegment.SYN | TcpSegment.ACK)) {
            if (!toServer && clientTries.contains(packet.acknowledgement - 1)) {
                synAck(packet);
            }
        } else if (packet.has(TcpSegment.RST)) {
            boolean answers = !toServer && packet.has(TcpSegment.ACK) && packet.acknowledgement == client.initial + 1;
            if (answers) {
                state = State.CLOSED;
            }
        } else if (packet.has(TcpSegment.SYN) && !packet.has(TcpSegment.FIN) && toServer) {
            syn(packet);
        }
    }

    private void synAck(InspectedPacket packet) {
        state = State.SYN_RECEIVED;
        client.start(packet.acknowledgement - 1);
        server.start(packet.sequence);
        if (serverTries.size() < MOST_TRIES) {
            serverTries.add(packet.sequence);
        }
        client.window = packet.window;
        boolean scales = clientScales && packet.windowScale >= 0;
        client.scale = scales ? packet.windowScale : 0;
        server.scale = scales ? server.scale : 0;
        client.opensWindow();
        server.opensWindow();
    }

    private void synReceived(InspectedPacket packet, boolean toServer, TcpSide sender, TcpSide receiver) {
        if (packet.has(TcpSegment.RST)) {
            reset(packet, sender, receiver);
        } else if (packet.has(TcpSegment.FIN)) {
            finish(packet, sender, receiver);
        } else if (packet.has(TcpSegment.SYN | TcpSegment.ACK)) {
            if (!toServer && packet.acknowledgement == client.acknowledged && packet.sequence != server.initial) {
                serverTries.add(packet.sequence);
            }
        } else if (packet.has(TcpSegment.ACK) && !packet.has(TcpSegment.SYN)) {
            handshakeEnds(packet, toServer, sender, receiver);
        }
    }

    private void handshakeEnds(InspectedPacket packet, boolean toServer, TcpSide sender, TcpSide receiver) {
        if (toServer && packet.acknowledgement != server.next && serverTries.contains(packet.acknowledgement - 1)) {
            server.start(packet.acknowledgement - 1);
            server.opensWindow();
        }
        int ahead = packet.sequence - sender.next;
        boolean inPlace = ahead == 0
                && (toServer
                        ? packet.acknowledgement == receiver.next
                        : packet.acknowledgement == receiver.acknowledged);
        boolean bytesLost = ahead > 0
                && (toServer
                        ? packet.sequence - sender.right <= 0 && packet.acknowledgement == receiver.next
                        : packet.acknowledgement - receiver.acknowledged > 0);
        if (!inPlace && !bytesLost) {
            return;
        }
        state = State.ESTABLISHED;
        // An acknowledgement that brings bytes belongs to the connection already: the one before it was lost.
        packet.established |= inPlace && toServer && packet.toldLength > 0;
        take(packet, sender, receiver);
    }

    private void open(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        if (packet.has(TcpSegment.RST)) {
            reset(packet, sender, receiver);
        } else if (packet.has(TcpSegment.FIN)) {
            finish(packet, sender, receiver);
        } else if (packet.has(TcpSegment.ACK) && !packet.has(TcpSegment.SYN)) {
            data(packet, sender, receiver);
        }
    }

    private void data(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        int end = packet.sequence + (int) packet.toldLength;
        boolean old = end - sender.acknowledged < 0;
        boolean fillsLost = sender.acknowledged - sender.next > 0 && end - sender.next > 0;
        boolean keepAlive = packet.toldLength <= 1 && packet.sequence == sender.next - 1;
        if (!receiver.isValid(packet.acknowledgement) || old && !fillsLost && !keepAlive) {
            return;
        }
        boolean probe = packet.toldLength == 1 && packet.sequence == sender.next && sender.window == 0;
        if (probe || end - sender.right <= 0) {
            take(packet, sender, receiver);
            closeIfAcknowledged();
        }
    }

    /** Takes the packet's acknowledgement, window and bytes. */
    private void take(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        int end = packet.sequence + (int) packet.toldLength;
        if (end - sender.next > 0) {
            sender.next = end;
        }
        receiver.window = (long) packet.window << receiver.scale;
        if (packet.has(TcpSegment.ACK)) {
            receiver.acknowledge(packet.acknowledgement);
        }
        receiver.opensWindow();
        bytes(packet, sender);
    }

    private static void bytes(InspectedPacket packet, TcpSide sender) {
        if (packet.payloadLength == 0) {
            return;
        }
        long offset = sender.offset(packet.sequence);
        int old = Math.clamp(-offset, 0, packet.payloadLength);
        packet.added =
                sender.buffer.add(offset + old, packet.bytes, packet.payloadFrom + old, packet.payloadLength - old);
    }

    private void reset(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        boolean acknowledges = packet.has(TcpSegment.ACK) && packet.acknowledgement != 0;
        if (acknowledges && !receiver.isValid(packet.acknowledgement) || packet.sequence != sender.next) {
            return;
        }
        // The bytes of a reset are no part of the stream.
        state = State.CLOSED;
    }

    private void finish(InspectedPacket packet, TcpSide sender, TcpSide receiver) {
        int end = packet.sequence + (int) packet.toldLength;
        boolean valid = !packet.has(TcpSegment.ACK) || receiver.isValid(packet.acknowledgement);
        boolean inWindow = packet.sequence - sender.acknowledged >= 0 && end - sender.right <= 0;
        if (!valid || !inWindow || packet.has(TcpSegment.SYN)) {
            return;
        }
        take(packet, sender, receiver);
        if (receiver.next - packet.acknowledgement < 0 && packet.has(TcpSegment.ACK)) {
            receiver.next = packet.acknowledgement;
        }
        sender.next = end + 1;
        sender.finished = true;
        state = client.finished && server.finished ? State.LAST_ACK : State.CLOSING;
        closeIfAcknowledged();
    }

    private void closeIfAcknowledged() {
        if (state == State.LAST_ACK
                && client.acknowledged - client.next >= 0
                && server.acknowledged - server.next >= 0) {
            state = State.CLOSED;
        }
    }
}

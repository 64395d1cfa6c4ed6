// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.stream.TcpSegment;
import io.penstock.worker.signature.flow.DatagramAssembly;
import io.penstock.worker.signature.flow.FlowBook;
import io.penstock.worker.signature.flow.InspectedPacket;
import io.penstock.worker.signature.flow.StreamBuffer;
import io.penstock.worker.signature.flow.StreamEnd;
import io.penstock.worker.signature.flow.TcpSession;
import io.penstock.worker.signature.flow.TrackedFlow;
import io.penstock.worker.signature.inspect.SignatureFinding.Direction;
import io.penstock.worker.signature.inspect.SignatureFinding.Place;
import io.penstock.worker.signature.match.PayloadMatcher;
import io.penstock.worker.signature.rule.FlowTest;
import io.penstock.worker.signature.rule.Rule;
import io.penstock.worker.signature.rule.RuleAction;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Runs a rule set over the packets of one capture, in order. A rule that reads streams is told once for each direction of a stream. One thread.
 */
public final class SignatureEngine {
    private static final byte[] NONE_QUOTED = {};

    /** In the middle of a long transfer a stream is looked at each time it has grown by one part in so many. */
    private static final int PARTS = 16;

    private final RuleSet rules;
    private final Consumer<SignatureFinding> findings;
    private final FlowBook flows = new FlowBook(this::ended);
    private final DatagramAssembly fragments = new DatagramAssembly();
    private final InspectedPacket packet = new InspectedPacket();
    private final StreamEnd end = new StreamEnd();
    private final RuleSet.Candidates inPacket = new RuleSet.Candidates();
    private final RuleSet.Candidates inStream = new RuleSet.Candidates();
    private final BitSet candidates = new BitSet();
    private final PayloadMatcher matcher = new PayloadMatcher();
    private boolean alone;

    /** @param findings told of what is found, in order */
    public SignatureEngine(RuleSet rules, Consumer<SignatureFinding> findings) {
        this.rules = rules;
        this.findings = findings;
    }

    /**
     * Takes the next packet of the capture.
     *
     * @param rows holds its row at {@code row}
     * @param quoted holds what an ICMP error quotes
     * @param frame holds its bytes; not kept
     * @param start index of the first one, from which the row's offsets count
     * @param length how many were captured
     * @param number of the packet in its capture
     */
    public void accept(byte[] rows, int row, byte[] quoted, byte[] frame, int start, int length, long number) {
        if (!packet.read(rows, row, quoted, frame, start, length, number)) {
            return;
        }
        if (!packet.isFragment()) {
            inspect();
            return;
        }
        run(null, null, null, 0);
        if (fragments.add(rows, row, frame, start, length)) {
            byte[] whole = fragments.packet();
            if (PacketRow.kind(fragments.rows(), 0) != PacketRow.KIND_MALFORMED
                    && packet.read(fragments.rows(), 0, fragments.quoted(), whole, 0, whole.length, number)) {
                packet.rebuilt();
                inspect();
            }
        }
    }

    /**
     * Takes a packet by itself, as if there were no others: nothing is known of its flow, so rules that demand something of it do not match. Parameters as those of
     * {@link #accept}.
     */
    public void acceptAlone(byte[] rows, int row, byte[] frame, int start, int length, long number) {
        if (packet.read(rows, row, NONE_QUOTED, frame, start, length, number)) {
            alone = true;
            run(null, null, null, 0);
            alone = false;
        }
    }

    /** Says that the capture is over: what is left of streams is looked at. */
    public void finish() {
        flows.close();
    }

    /** Rules that were stopped because their tests took too many steps. */
    public long stopped() {
        return matcher.stopped();
    }

    private void inspect() {
        TrackedFlow flow = flows.of(packet);
        if (flow == null) {
            run(null, null, null, 0);
            return;
        }
        boolean first = flows.update(flow, packet);
        boolean toServer = flow.isToServer(packet);
        if (!flow.isDecided()) {
            lookAtGaps(flow, toServer);
            StreamBuffer stream = flow.session() == null ? null : flow.session().stream(toServer);
            boolean due = stream != null && isDue(stream);
            run(flow, Direction.of(toServer), due ? stream : null, due ? stream.next() : 0, first);
        }
        if (flow.isClosed() && !flow.isEnded()) {
            ended(flow);
        }
    }

    /** Whether the packet has brought bytes in order, and ends a message or enough of a long transfer. */
    private boolean isDue(StreamBuffer stream) {
        long fresh = stream.next() - stream.looked();
        boolean message = (packet.tcpFlags() & (TcpSegment.PSH | TcpSegment.FIN)) != 0;
        return fresh > 0 && (message || fresh * PARTS >= stream.next() - stream.blockStart());
    }

    /** What stands before a gap that will not be filled is looked at as it is. */
    private void lookAtGaps(TrackedFlow flow, boolean toServer) {
        TcpSession session = flow.session();
        while (session != null && session.isGapAcknowledged(toServer)) {
            lookAtEnd(flow, toServer);
            session.stream(toServer).skipGap();
        }
    }

    private void ended(TrackedFlow flow) {
        flow.ended();
        if (flow.session() == null) {
            return;
        }
        for (boolean toServer : new boolean[] {true, false}) {
            do {
                lookAtEnd(flow, toServer);
            } while (flow.session().stream(toServer).skipGap());
        }
    }

    private void lookAtEnd(TrackedFlow flow, boolean toServer) {
        StreamBuffer stream = flow.session().stream(toServer);
        if (stream.next() > Math.min(stream.looked(), stream.weighed()) && !flow.isDecided()) {
            InspectedPacket last = end.of(flow, toServer);
            look(flow, last, Direction.of(toServer), stream, stream.next());
        }
    }

    private void run(TrackedFlow flow, Direction direction, StreamBuffer stream, long until) {
        run(flow, direction, stream, until, true);
    }

    /** Runs the rules on the packet, and on its stream as far as that is given. */
    private void run(TrackedFlow flow, Direction direction, StreamBuffer stream, long until, boolean first) {
        rules.candidates(
                packet.protocol(), packet.bytes(), packet.payloadFrom(), packet.payloadLength(), true, inPacket);
        candidates.clear();
        candidates.or(inPacket.rules);
        int length = stream == null ? 0 : (int) (until - stream.blockStart());
        if (stream != null) {
            candidates(packet, stream, length);
            candidates.or(inStream.rules);
        }
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            Rule rule = rules.rule(i);
            if (rule.isAddressesOnly() && !first
                    || !HeaderMatcher.matches(rule, packet)
                    || alone && rule.flow().isParticular()
                    || !HeaderMatcher.matches(rule.flow(), packet, direction)) {
                continue;
            }
            Place place = place(rule, i, stream, length);
            if (place != null && tell(rule, i, packet, flow, direction, place, stream)) {
                break;
            }
        }
        if (stream != null) {
            stream.looked(until);
        }
    }

    /** Runs the rules on a stream alone. */
    private void look(TrackedFlow flow, InspectedPacket about, Direction direction, StreamBuffer stream, long until) {
        int length = (int) (until - stream.blockStart());
        candidates(about, stream, length);
        for (int i = inStream.rules.nextSetBit(0); i >= 0; i = inStream.rules.nextSetBit(i + 1)) {
            Rule rule = rules.rule(i);
            boolean matches = HeaderMatcher.matches(rule, about)
                    && HeaderMatcher.matches(rule.flow(), about, direction)
                    && isInStream(rule, i, stream, length);
            if (matches && tell(rule, i, about, flow, direction, Place.STREAM, stream)) {
                break;
            }
        }
        stream.looked(until);
    }

    /**
     * Finds the rules that can match in the stream. Contents are looked for in its new bytes. Rules whose content was found before, or that have none, are run again
     * only once the stream has grown by one part, and at its end: in a long stream they would be run on the same bytes over and over.
     */
    private void candidates(InspectedPacket about, StreamBuffer stream, int length) {
        long seen = stream.looked() - stream.blockStart() - rules.longestPattern() + 1;
        int from = Math.clamp(seen, 0, length);
        long until = stream.blockStart() + length;
        boolean all = about.isStreamEnd() || (until - stream.weighed()) * PARTS >= length;
        rules.candidates(about.protocol(), stream.block(), from, length - from, all, inStream);
        stream.candidates().or(inStream.rules);
        if (all) {
            inStream.rules.or(stream.candidates());
            stream.weighed(until);
        }
    }

    /** Where the rule's tests match, null where they do not. */
    private Place place(Rule rule, int number, StreamBuffer stream, int length) {
        if (!HeaderMatcher.matches(rule.header(), packet)) {
            return null;
        }
        if (rule.payload().isEmpty()) {
            return rule.flow().stream() == FlowTest.Choice.ONLY ? null : Place.PACKET;
        }
        if (stream != null && isInStream(rule, number, stream, length)) {
            return Place.STREAM;
        }
        boolean byItself = rules.readsEveryPacket(number) || !packet.isInStream();
        boolean matches = byItself
                && rule.flow().stream() != FlowTest.Choice.ONLY
                && inPacket.rules.get(number)
                && packet.payloadLength() > 0
                && matcher.matches(rule.payload(), packet.bytes(), packet.payloadFrom(), packet.payloadLength(), 0);
        return matches ? Place.PACKET : null;
    }

    private boolean isInStream(Rule rule, int number, StreamBuffer stream, int length) {
        return rules.readsStream(number)
                && inStream.rules.get(number)
                && !stream.told().get(number)
                && matcher.matches(rule.payload(), stream.block(), 0, length, stream.blockStart());
    }

    /** Tells a finding; true if it silences what is behind it. */
    private boolean tell(
            Rule rule,
            int number,
            InspectedPacket about,
            TrackedFlow flow,
            Direction direction,
            Place place,
            StreamBuffer stream) {
        boolean ofFlow = flow != null && (place == Place.STREAM || rule.isAddressesOnly() || rule.isAddressesLike());
        if (rule.action() == RuleAction.PASS) {
            if (ofFlow) {
                flow.pass();
            }
            return true;
        }
        if (ofFlow && rule.action() == RuleAction.DROP) {
            flow.drop();
        }
        if (place == Place.STREAM) {
            stream.told().set(number);
        }
        findings.accept(SignatureFinding.of(rule, about, place, direction));
        return false;
    }
}

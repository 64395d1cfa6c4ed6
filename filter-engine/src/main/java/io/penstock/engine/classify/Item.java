// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.redirect.RedirectRecord;
import java.util.Arrays;
import java.util.List;

/**
 * One packet on its way (spec 0.3, 6.5): where it came from, its row and bytes, the revision it is classified under, and what it has been through. Reused from
 * packet to packet; {@link #copy()} makes one that owns its bytes. One thread.
 */
public final class Item {
    private static final byte[] NONE = new byte[0];
    private static final byte[] NO_PACKET = new byte[PacketRow.ROW_LENGTH];
    private static final int NO_INDEX = -1;

    String topic = "";
    int partition;
    long offset;
    int index;
    long publishTimeMillis;
    String agent = "";
    String host = "";
    long incarnation;
    byte[] rows = NONE;
    int row;
    byte[] quoted = NONE;
    byte[] frames = NONE;
    PolicyRevision revision;
    /** Keys of the callouts that injected this item, first to last (spec 6.5). */
    List<String> injectionChain = List.of();
    /** Number of the next visit, counted on through clones. */
    int visit;
    /** Whether the item was pended or held on its way. */
    boolean waited;
    /** Whether the item is a clone of a replaced packet, not a captured packet. */
    boolean injected;
    /** Whether the stream layer has decided the item's bytes already; a clone of it does not visit the layer again. */
    boolean streamDone;
    /** At which ends of the walk flow accounting has seen the packet: 1 outbound, 2 inbound. Its clones are not counted again. */
    int countedEnds;
    /** Whether the stack itself sent it, or found no socket for it. */
    boolean byStack;
    /** Whether its fate was told. */
    boolean decided;
    /** Whether reassembly has seen the fragment. */
    boolean assembled;
    /** The whole datagram that this fragment completed, as a row of its own with its bytes as frame; null for all others. */
    Item whole;
    /** The flow in whose order the item stands, resolved at its arrival; null for what has none. */
    FlowKey key;
    /** What is known of the local socket; of a loopback packet's sender. Null: nothing. */
    SocketKnowledge socket;
    /** What is known of a loopback packet's receiver. */
    SocketKnowledge receiver;
    /** Whether an event told of the bind of the local socket, or of a loopback packet's sender. */
    boolean bound;
    /** Whether that socket listens, as events or the agent say. */
    boolean listens;
    /** Redirects of the bind of that socket, which hold for all its connections (spec 6.2). */
    List<RedirectRecord> bindRedirects = List.of();
    /** What callouts have associated with the flow that its AUTH visit may make (spec 5.6); empty once that is done. */
    List<FlowContext> contexts = List.of();
    /** Whether the agent holds it in the kernel until its verdict arrives. */
    boolean enforced;
    /** Whether a callout has just given it another tuple than the item has that it is a clone of; not stored. */
    boolean renamed;
    /** The function that put it back into a path, null where it came from the wire. */
    InjectFunction entry;
    /** How its waiting ended, if it waited. */
    PendOutcome outcome = PendOutcome.NONE;

    private final FlowKey ownKey = new FlowKey();

    /**
     * Names the record that the next items come from.
     *
     * @param originPartition partition of the topic, 0 and up
     * @param originOffset offset of the record, 0 and up
     * @param publishedAtMillis when it was published, milliseconds since 1970 UTC
     */
    public Item origin(String topicName, int originPartition, long originOffset, long publishedAtMillis) {
        topic = topicName;
        partition = originPartition;
        offset = originOffset;
        publishTimeMillis = publishedAtMillis;
        return this;
    }

    /**
     * Names who captured the next items.
     *
     * @param agentIncarnation number of the agent's start, which tells its runs apart
     */
    public Item agent(String agentName, String hostName, long agentIncarnation) {
        agent = agentName;
        host = hostName;
        incarnation = agentIncarnation;
        return this;
    }

    /** Says whether the agent enforces verdicts on the next items, so that each that waits is held from the wire. */
    public Item enforced(boolean held) {
        enforced = held;
        return this;
    }

    /**
     * Points at one packet of a batch; everything the item went through before is forgotten. Nothing is copied: the arrays must stand while the item is
     * used, {@link #copy()} excepted.
     *
     * @param indexInBatch place in the record, from 0
     * @param rowOffset offset of the packet's row in {@code rowBytes}
     * @param quotedBytes quoted tuples of the batch; read only where the row names one
     * @param frameBytes holds the frame at the row's FRAME_OFFSET
     * @param under what the item is classified under, to its fate
     */
    public Item packet(
            int indexInBatch,
            byte[] rowBytes,
            int rowOffset,
            byte[] quotedBytes,
            byte[] frameBytes,
            PolicyRevision under) {
        index = indexInBatch;
        rows = rowBytes;
        row = rowOffset;
        quoted = quotedBytes;
        frames = frameBytes;
        revision = under;
        injectionChain = List.of();
        visit = 0;
        waited = false;
        injected = false;
        streamDone = false;
        byStack = false;
        countedEnds = 0;
        decided = false;
        assembled = false;
        whole = null;
        key = null;
        socket = null;
        receiver = null;
        bound = false;
        listens = false;
        bindRedirects = List.of();
        contexts = List.of();
        renamed = false;
        entry = null;
        outcome = PendOutcome.NONE;
        return this;
    }

    /**
     * Makes this stand for a record that is no packet, such as the end of a capture: what follows from it is told with its origin and its agent.
     *
     * @param under the revision in force
     */
    public Item record(PolicyRevision under) {
        return packet(NO_INDEX, NO_PACKET, 0, NONE, NONE, under);
    }

    /** Tells what the agent knows of the packet's local socket; of a loopback packet's sender. Later packets of the socket need not repeat it. */
    public Item knowing(SocketKnowledge known) {
        socket = known;
        return this;
    }

    /**
     * What is known of the local socket at one end of the packet's way, null for nothing.
     *
     * @param outboundEnd of a loopback packet the sender's end, else its receiver's; of others there is one end
     */
    public SocketKnowledge socketAt(boolean outboundEnd) {
        return outboundEnd || !PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK) ? socket : receiver;
    }

    /** Topic of the record of origin; empty where items come from a capture. */
    public String topic() {
        return topic;
    }

    /** Partition of the record of origin, 0 and up. */
    public int partition() {
        return partition;
    }

    /** Offset of the record of origin in its partition, 0 and up. */
    public long offset() {
        return offset;
    }

    /** Place in the record of origin, from 0. */
    public int index() {
        return index;
    }

    /** When the record of origin was published, milliseconds since 1970 UTC. */
    public long publishTimeMillis() {
        return publishTimeMillis;
    }

    public String agent() {
        return agent;
    }

    /** Number of its next visit, counted on through clones. */
    public int nextVisit() {
        return visit;
    }

    public String host() {
        return host;
    }

    /** Number of the start of the agent that captured it. */
    public long incarnation() {
        return incarnation;
    }

    /** The packet's number at its agent, unsigned 64 bits; it rises within a partition (ARCHITECTURE 2). */
    public long sequence() {
        return PacketRow.sequence(rows, row);
    }

    /** The array that holds the row; shared with other items of the batch unless this is a copy. */
    public byte[] rows() {
        return rows;
    }

    /** Offset of the item's row in {@link #rows()}. */
    public int row() {
        return row;
    }

    /** The array that holds the quoted tuple that the row names, of {@code QuotedTuple.LENGTH} bytes each. */
    public byte[] quoted() {
        return quoted;
    }

    /** The array that holds the frame at the row's FRAME_OFFSET. */
    public byte[] frames() {
        return frames;
    }

    /** Index of the first shipped byte in {@link #frames()}. */
    public int frameOffset() {
        return PacketRow.frameOffset(rows, row);
    }

    /** Shipped bytes, 0 where the agent ships none. */
    public int frameLength() {
        return PacketRow.frameLength(rows, row);
    }

    public PolicyRevision revision() {
        return revision;
    }

    /** Keys of the callouts that injected it, first to last; empty for a captured packet (spec 6.5). */
    public List<String> injectionChain() {
        return injectionChain;
    }

    /** Number of its next visit, counted on through its clones: those of one packet count from different numbers. */
    public int visit() {
        return visit;
    }

    /** Whether this is a clone of a replaced packet rather than a captured one. */
    public boolean isInjected() {
        return injected;
    }

    /** Whether it was pended or held before. */
    public boolean hasWaited() {
        return waited;
    }

    boolean isCounted(boolean outbound) {
        return (countedEnds & (outbound ? 1 : 2)) != 0;
    }

    void counted(boolean outbound) {
        countedEnds |= outbound ? 1 : 2;
    }

    /** The item's own key object, to be filled at arrival. */
    FlowKey arrivalKey() {
        key = ownKey;
        return ownKey;
    }

    /** The row and bytes that transport and ALE layers speak of: the whole datagram where this fragment completed one. */
    public Item upper() {
        return whole == null ? this : whole;
    }

    /** The flow in whose order the item stands, null for what has none. */
    public FlowKey holdKey() {
        return key;
    }

    /** What a visit is about: frames and IP packets as they came, everything above as the whole datagram. */
    Item upperAt(Visit visit) {
        return whole == null || visit.isBelowTransport() ? this : whole;
    }

    /** How its waiting ended. */
    public PendOutcome outcome() {
        return outcome;
    }

    /** Bytes of memory that an owned copy keeps, roughly. */
    public long retainedBytes() {
        return PacketRow.ROW_LENGTH + frameLength() + 200L;
    }

    /** A copy that owns its row, quoted tuple and frame. */
    public Item copy() {
        Item copy =
                new Item().origin(topic, partition, offset, publishTimeMillis).agent(agent, host, incarnation);
        byte[] ownRow = Arrays.copyOfRange(rows, row, row + PacketRow.ROW_LENGTH);
        byte[] ownQuoted = NONE;
        int entry = PacketRow.quoted(rows, row);
        if (entry != 0) {
            int from = QuotedTuple.offsetOf(entry);
            ownQuoted = Arrays.copyOfRange(quoted, from, from + QuotedTuple.LENGTH);
            PacketRow.quoted(ownRow, 0, 1);
        }
        byte[] ownFrame =
                frameLength() == 0 ? NONE : Arrays.copyOfRange(frames, frameOffset(), frameOffset() + frameLength());
        PacketRow.frameOffset(ownRow, 0, 0);
        copy.packet(index, ownRow, 0, ownQuoted, ownFrame, revision);
        copy.injectionChain = injectionChain;
        copy.visit = visit;
        copy.waited = waited;
        copy.injected = injected;
        copy.streamDone = streamDone;
        copy.byStack = byStack;
        copy.countedEnds = countedEnds;
        copy.assembled = assembled;
        copy.whole = whole;
        copy.key = key == null ? null : key.copy();
        copy.socket = socket;
        copy.receiver = receiver;
        copy.bound = bound;
        copy.listens = listens;
        copy.bindRedirects = bindRedirects;
        copy.contexts = contexts;
        copy.enforced = enforced;
        copy.entry = this.entry;
        copy.outcome = outcome;
        return copy;
    }

    /** This item where its arrays hold its bytes and nothing else, as those of a copy do, or else a copy. */
    Item owning() {
        return ownsRow() && ownsFrame() && ownsQuoted() ? this : copy();
    }

    private boolean ownsRow() {
        return row == 0 && rows.length == PacketRow.ROW_LENGTH;
    }

    private boolean ownsFrame() {
        return frameOffset() == 0 && frames.length == frameLength();
    }

    private boolean ownsQuoted() {
        return quoted.length == (PacketRow.quoted(rows, row) == 0 ? 0 : QuotedTuple.LENGTH);
    }
}

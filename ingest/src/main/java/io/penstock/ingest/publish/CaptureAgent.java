// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.FlowPartitioner;
import io.penstock.ingest.rows.RowSource;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.AvroWire;

/**
 * One agent: reads its captures, sorts packets into a batch for each partition, and sends a batch when it is full or old. Runs on
 * one thread; only for a source that may be slow another one calls {@link #tick}, and both then take turns.
 */
final class CaptureAgent {
    /**
     * Partitions of a slow source take turns, so many at most: who reads them gets a record now and then, not all at once. Fewer partitions have theirs more often,
     * which is as many records, and packets that wait less.
     */
    static final int MOST_TURNS = 4;

    private static final long LOOK_UP_MILLIS = 100;

    private final RowSource source;
    private final PacketPublisher publisher;
    private final PacketsUnderWay underWay;
    private final PublishProgress progress;
    private final AgentOptions options;
    private final FlowPartitioner partitioner;
    private final PacketBatchWriter writer;
    private final PartitionBatch[] batches;
    private final int turns;
    private final AgentBooks books;
    private final AgentMetrics metrics;
    private long read;
    private long clockNanos = Long.MIN_VALUE;
    private long nowNanos = System.nanoTime();
    private long nextHeartbeatNanos;

    CaptureAgent(
            RowSource source,
            PacketPublisher publisher,
            PacketsUnderWay underWay,
            PublishProgress progress,
            AgentMetrics metrics,
            AgentOptions options) {
        this.source = source;
        this.publisher = publisher;
        this.underWay = underWay;
        this.progress = progress;
        this.options = options;
        this.partitioner = new FlowPartitioner(source.host(), publisher.partitions());
        this.writer = new PacketBatchWriter(source.agent(), source.host(), options.incarnation());
        this.metrics = metrics;
        this.books = new AgentBooks(publisher.partitions(), metrics);
        metrics.begun(books::watched);
        this.batches = new PartitionBatch[publisher.partitions()];
        this.turns = Math.min(MOST_TURNS, batches.length);
        for (int partition = 0; partition < batches.length; partition++) {
            batches[partition] = new PartitionBatch(options);
        }
        this.nextHeartbeatNanos = nowNanos + options.heartbeat().toNanos();
    }

    /** Publishes everything and then the end markers. Whatever stops it, the books are balanced afterwards. */
    void run() throws PublishException, InterruptedException {
        try {
            if (source.live()) {
                runSlowly();
            } else {
                while (source.next()) {
                    add();
                }
            }
            finish();
        } finally {
            abandon();
        }
    }

    private void runSlowly() throws PublishException, InterruptedException {
        try (Ticker ticker = Ticker.start(this, options.linger())) {
            while (source.next()) {
                synchronized (this) {
                    nowNanos = System.nanoTime();
                    add();
                }
                ticker.throwIfFailed();
            }
        }
    }

    private void add() throws PublishException, InterruptedException {
        byte[] row = source.rows();
        int partition = partitioner.partition(source.row());
        PartitionBatch batch = batches[partition];
        if (!batch.hasRoomFor(source.packet())) {
            send(partition);
        }
        batch.add(source.row(), source.packet(), nowNanos);
        read++;
        clockNanos = Math.max(clockNanos, PacketRow.captureTimeNanos(row, 0));
        if (batch.isFull()) {
            send(partition);
            sendAged();
        }
    }

    /** Turns until each partition has had one: 1 to {@link #MOST_TURNS}. */
    int turns() {
        return turns;
    }

    /**
     * Sends what waits for a turn, and the reports that are due.
     *
     * @param turn 0 to {@link #turns} - 1, one after the other
     */
    synchronized void tick(int turn) throws PublishException, InterruptedException {
        nowNanos = System.nanoTime();
        for (int partition = turn; partition < batches.length; partition += turns) {
            if (!batches[partition].isEmpty()) {
                send(partition);
            }
        }
        heartbeatIfDue();
    }

    private void sendAged() throws PublishException, InterruptedException {
        nowNanos = System.nanoTime();
        for (int partition = 0; partition < batches.length; partition++) {
            PartitionBatch batch = batches[partition];
            if (!batch.isEmpty() && batch.ageNanos(nowNanos) >= options.linger().toNanos()) {
                send(partition);
            }
        }
        heartbeatIfDue();
    }

    private void heartbeatIfDue() throws PublishException, InterruptedException {
        if (nowNanos - nextHeartbeatNanos >= 0) {
            nextHeartbeatNanos = nowNanos + options.heartbeat().toNanos();
            heartbeat();
        }
    }

    private void send(int partition) throws PublishException, InterruptedException {
        PartitionBatch batch = batches[partition];
        int packets = batch.packets();
        int malformed = batch.malformed();
        long wireBytes = batch.wireBytes();
        awaitRoom(packets);
        long beganNanos = nowNanos - batch.ageNanos(nowNanos);
        byte[] value = writer.write(batch);
        batch.clear();
        books.sending(partition, packets, value.length, read, gathered());
        publisher.send(partition, value, stored -> {
            books.settled(stored, packets, malformed, wireBytes);
            if (stored) {
                metrics.published(System.nanoTime() - beganNanos);
            } else {
                underWay.release(packets);
            }
        });
        progress.sent(source.agent(), packets, wireBytes);
    }

    private int gathered() {
        int packets = 0;
        for (PartitionBatch batch : batches) {
            packets += batch.packets();
        }
        return packets;
    }

    private void awaitRoom(int packets) throws PublishException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        // Verdicts of packets that were never stored will not come, so a failure must end the wait.
        while (!underWay.acquire(packets, LOOK_UP_MILLIS)) {
            publisher.throwIfFailed();
        }
    }

    private void heartbeat() throws PublishException, InterruptedException {
        for (int partition = 0; partition < batches.length; partition++) {
            if (books.sentTo(partition) > 0) {
                report(partition, AgentStatusKind.HEARTBEAT);
            }
        }
    }

    private synchronized void finish() throws PublishException, InterruptedException {
        for (int partition = 0; partition < batches.length; partition++) {
            if (!batches[partition].isEmpty()) {
                send(partition);
            }
        }
        awaitSettled();
        for (int partition = 0; partition < batches.length; partition++) {
            report(partition, AgentStatusKind.END);
        }
        awaitSettled();
    }

    private void awaitSettled() throws PublishException, InterruptedException {
        while (!books.awaitSettled(LOOK_UP_MILLIS)) {
            publisher.throwIfFailed();
        }
        publisher.throwIfFailed();
    }

    private void report(int partition, AgentStatusKind kind) throws PublishException, InterruptedException {
        AgentBooks.Balance now = books.balance();
        AgentStatus status = new AgentStatus(
                source.agent(),
                source.host(),
                options.incarnation(),
                kind,
                clockNanos,
                now.captured(),
                now.published(),
                now.dropped(),
                now.malformed(),
                now.wireBytes(),
                books.sentTo(partition));
        books.reporting(partition);
        publisher.send(partition, AvroWire.encode(status), stored -> books.settled(stored, 0, 0, 0));
    }

    /** Counts what was read and not sent; nothing is left where all went well. */
    private synchronized void abandon() {
        books.abandoned(gathered(), read);
        for (PartitionBatch batch : batches) {
            batch.clear();
        }
    }

    /** The books as they stand; final once what is in flight was acknowledged or given up. */
    AgentResult result() {
        AgentBooks.Balance end = books.balance();
        return new AgentResult(
                source.agent(),
                source.host(),
                options.incarnation(),
                end.captured(),
                end.published(),
                end.dropped(),
                end.malformed(),
                end.wireBytes(),
                source.tallies(),
                source.inferred());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.engine.callout.Callout;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * From the moment before a packet is pended until a poll for uncommitted verdicts has brought its verdict: topology → pended topic → worker → completions → topology
 * → verdicts. Topology and reader are in this process, the workers in processes of their own. One thread sends.
 */
final class PendRoundTrip implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    /** Compilers take minutes longer than the tasks to come to rest. */
    private static final Duration SETTLE = Duration.ofSeconds(180);

    private static final Duration WATCH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> client;
    private final String bootstrapServers;
    private final Load load;
    private final ClassifyService service;
    private final PacketSender agent;
    private final TopicReader reader;
    private final WireReader wire = new WireReader();
    private final Deque<Child> workers = new ArrayDeque<>();
    private volatile RoundTrips trips = RoundTrips.none();

    private PendRoundTrip(String bootstrapServers, Path state, Load load) throws Exception {
        client = Map.of("bootstrap.servers", bootstrapServers);
        this.bootstrapServers = bootstrapServers;
        this.load = load;
        Callout noting = new PendPolicy.Noting(number -> trips.begin(number));
        prepare(noting);
        startWorker();
        service = ClassifyService.open(
                ClassifyConfig.of(bootstrapServers, state), Map.of(noting.key(), noting), ClassifyMetrics.NOOP);
        agent = new PacketSender(client, load);
        reader = TopicReader.start(client, Topics.VERDICTS, load.partitions(), this::note);
    }

    /**
     * Starts topology and worker.
     *
     * @param state an empty directory
     */
    static PendRoundTrip open(String bootstrapServers, Path state, Load load) throws Exception {
        PendRoundTrip opened = new PendRoundTrip(bootstrapServers, state, load);
        opened.service.start();
        if (!opened.service.awaitRunning(START)) {
            throw new IllegalStateException("the topology did not start within " + START);
        }
        return opened;
    }

    /** Packets come when those of such turns do. */
    RoundTrips run(Duration time, Turns turns) throws InterruptedException {
        return run(load.lasting(time, trips.pace().end()), turns, () -> {});
    }

    /** Starts a worker, beside those there are. */
    void startWorker() throws IOException {
        workers.add(WorkerChild.start(bootstrapServers));
    }

    /** As {@code run}, with the oldest worker killed in the middle: packets that it had, and another got, are left out. */
    Kind.Passed runWithKill(Duration time, Turns turns) throws Exception {
        Redeliveries redeliveries = Redeliveries.fromNow(client, load.partitions());
        Child oldest = workers.remove();
        RoundTrips ran = run(load.lasting(time, trips.pace().end()), turns, oldest::kill);
        return new Kind.Passed(ran, redeliveries.numbers());
    }

    private RoundTrips run(Pace pace, Turns turns, Runnable inTheMiddle) throws InterruptedException {
        RoundTrips started = new RoundTrips(pace);
        trips = started;
        int middle = pace.first() + pace.requests() / 2;
        turns.run(
                pace,
                number -> {
                    if (number == middle) {
                        inTheMiddle.run();
                    }
                    agent.add(number);
                },
                agent::leave);
        started.await(PATIENCE);
        return started;
    }

    /** Watches worker and topology do nothing. */
    Idleness idle() {
        Idleness.watch(workers.element(), SETTLE);
        return Idleness.watch(workers.element(), WATCH);
    }

    /** Processor time so far of the oldest worker, in nanoseconds. */
    long answererNanos() {
        return workers.element().cpuNanos();
    }

    private void prepare(Callout noting) throws Exception {
        try (Admin admin = Admin.create(client)) {
            TopicCatalogue.create(admin, load.partitions());
            WorkerGroup.prepare(admin, PendPolicy.PENDING, CalloutDelivery.SHARED, Duration.ofSeconds(15));
        }
        new ControlWriter(client)
                .activate(
                        PendPolicy.toActivate(),
                        List.of(CalloutToRegister.of(noting), CalloutToRegister.of(new PendPolicy.Permitting())));
    }

    private void note(byte[] verdicts, long seenNanos) {
        try {
            // What else there is: a batch's first answer, PENDED, and the ends of pends.
            if (wire.read(verdicts) instanceof LateVerdictBatch batch) {
                batch.getVerdicts().forEach(late -> trips.end(PacketSender.numberOf(late.getSequence()), seenNanos));
            }
        } catch (WireException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close() {
        reader.close();
        agent.close();
        service.close();
        workers.forEach(Child::close);
    }
}

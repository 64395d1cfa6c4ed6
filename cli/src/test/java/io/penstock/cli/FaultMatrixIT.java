// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Policy;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.direction.LocalAddresses;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.ClassifyConfig;
import io.penstock.testsupport.ChildJvm;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever dies, is stopped or hangs, and at whatever moment: each packet has exactly one final verdict, that of an undisturbed run, the injections are those of
 * an undisturbed run, and every pend is completed once (invariant I3).
 *
 * <p>Broker, topology, two workers and an agent are processes of their own. Each cell has an agent, a host and books of its own, so they share the cluster. In
 * the build each pair of role and fault is tried at one moment with {@code 200} pended packets. {@code -Dpenstock.faults=long} tries all moments with 10,000,
 * {@code -Dpenstock.faults.cells=worker-kill-pended,broker-stop-committing} those named, {@code -Dpenstock.faults.pended=N} another number, {@code
 * -Dpenstock.faults.seed=N} other traffic and other places between commits.
 */
class FaultMatrixIT {
    private static final boolean LONG =
            System.getProperty("penstock.faults", "").equals("long");
    private static final int PENDED = Integer.getInteger("penstock.faults.pended", LONG ? 10_000 : 200);
    private static final long SEED = Long.getLong("penstock.faults.seed", 20_260_301L);
    private static final String CELLS = System.getProperty("penstock.faults.cells", "");
    private static final int HITS_WHILE_COMMITTING = LONG ? 4 : 1;

    private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 900 : 240);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
    /** As long as brokers insist on, and in the build shorter, so that it may be outwaited. */
    private static final Duration LOCK = Duration.ofSeconds(LONG ? 15 : 3);

    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final List<String> CALLOUTS =
            List.of(RoleCluster.CALLOUT, FaultCallout.Edit.KEY, FaultCallout.Look.KEY);
    private static final String LOCAL = FaultTraffic.LOCAL + "/32,fd20::10/128";

    @TempDir
    private static Path directory;

    /** An office's day, in the short form without its downloads. */
    private static Path office;

    private static FaultCluster cluster;
    private static Policy policy;
    private static final Map<String, UndisturbedRun> EXPECTED = new TreeMap<>();

    static List<FaultCell> cells() {
        Set<String> named = new HashSet<>(Arrays.asList(CELLS.split(",")));
        if (!CELLS.isEmpty()) {
            return FaultCell.all().stream()
                    .filter(cell -> named.contains(cell.key()))
                    .toList();
        }
        return LONG ? FaultCell.all() : FaultCell.oneMomentAPair();
    }

    @BeforeAll
    static void startCluster() throws Exception {
        office = directory.resolve("office.pcapng");
        SampleTraffic.write(office, LONG);
        FaultPolicy file = FaultPolicy.writeTo(directory);
        policy = file.policy();
        cluster = FaultCluster.start(directory, FaultPolicy.callouts());
        cluster.classify(file.path());
        cluster.addWorker(CALLOUTS);
        cluster.addWorker(CALLOUTS);
        try (Admin admin = admin()) {
            CALLOUTS.forEach(callout -> WorkerGroup.prepare(admin, callout, CalloutDelivery.SHARED, LOCK));
        }
    }

    @AfterAll
    static void auditAndStop() {
        if (cluster == null) {
            return;
        }
        try {
            audit();
        } finally {
            cluster.close();
        }
    }

    /** Nothing came later: what every cell left stands once, and still does when all have ended in order. */
    private static void audit() {
        cluster.stop();
        for (Map.Entry<String, UndisturbedRun> cell : EXPECTED.entrySet()) {
            try (ClusterBook book =
                    ClusterBook.fromTheStart(cluster.bootstrapServers(), Set.of(cell.getKey()), CALLOUTS)) {
                book.readToEnd(PATIENCE);
                cell.getValue().assertIn(book);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void shouldChangeNoVerdictAndNoInjectionWhateverFails(FaultCell cell) throws Exception {
        long began = System.nanoTime();
        byte[] capture = FaultTraffic.capture(PENDED, SEED + cell.ordinal());
        UndisturbedRun expected = undisturbed(cell, capture);
        try (ClusterBook book = ClusterBook.fromNow(cluster.bootstrapServers(), Set.of(cell.key()), CALLOUTS);
                TopicWatch watch = new TopicWatch(cluster.bootstrapServers(), CALLOUTS);
                FedAgent agent = agent(cell, capture)) {
            try {
                play(cell, agent, watch);
                awaitAll(book, expected);
                awaitCommitted();
                book.readToEnd(PATIENCE);
                // Whatever is found now: the audit tells what came later from what never came.
                EXPECTED.put(cell.key(), expected);
                expected.assertIn(book);
            } catch (AssertionError | IllegalStateException broken) {
                broken.addSuppressed(
                        new AssertionError(cluster.lastWords() + "agent " + FaultCluster.lastWords(agent.process())));
                throw broken;
            }
            report(cell, book, agent, (System.nanoTime() - began) / 1e9);
        }
    }

    private static void play(FaultCell cell, FedAgent agent, TopicWatch watch) {
        int hits = cell.moment() == FaultCell.Moment.COMMITTING ? HITS_WHILE_COMMITTING : 1;
        Random random = new Random(SEED);
        watch.awaitPended(Math.max(1, PENDED / 20));
        for (int hit = 0; hit < hits; hit++) {
            awaitMoment(cell, watch, random);
            if (isLeftToHit(cell.role(), agent)) {
                hit(cell, agent);
            }
        }
        agent.letOn();
        agent.awaitEnd(PATIENCE);
    }

    /** An agent that was let on once may have published everything since. */
    private static boolean isLeftToHit(FaultCell.Role role, FedAgent agent) {
        return role != FaultCell.Role.AGENT || agent.process().isAlive();
    }

    private static void report(FaultCell cell, ClusterBook book, FedAgent agent, double seconds) {
        List<String> notes = new ArrayList<>(cluster.takeNotes());
        notes.addAll(agent.notes());
        System.out.printf(
                "%-28s %,d packets, pended %,d = completed %,d + expired %d, injected %,d, %.1f s %s%n",
                cell.key(),
                book.verdicts().size(),
                book.tally().pends().pended(),
                book.tally().pends().completed(),
                book.tally().pends().expired(),
                book.injectionIds().size(),
                seconds,
                notes);
    }

    private static FedAgent agent(FaultCell cell, byte[] capture) {
        List<String> options = new ArrayList<>(List.of("--capture"));
        options.addAll(captures(cell));
        options.addAll(List.of("--host", cell.key(), "--local", LOCAL));
        options.addAll(List.of("--incarnation", Integer.toString(1 + cell.ordinal())));
        return new FedAgent(cluster, capture, options.toArray(String[]::new));
    }

    /** Kills are survived by a day's traffic of an office besides, with its TCP, its fragments and its blocks. */
    private static List<String> captures(FaultCell cell) {
        return cell.fault() == FaultCell.Fault.KILL && cell.role() != FaultCell.Role.AGENT
                ? List.of(office.toString(), "-")
                : List.of("-");
    }

    private static UndisturbedRun undisturbed(FaultCell cell, byte[] capture) throws Exception {
        UndisturbedRun run = UndisturbedRun.of(
                policy,
                new RowOptions(Optional.of(cell.key()), Optional.of(LocalAddresses.parse(LOCAL))),
                captures(cell).stream()
                        .map(file -> CaptureSource.of(file, new ByteArrayInputStream(capture)))
                        .toList(),
                FaultCallout.all());
        assertThat(run.tally().pends().pended()).as("pended packets").isGreaterThanOrEqualTo(PENDED);
        assertThat(run.injections()).isNotEmpty();
        return run;
    }

    private static void awaitMoment(FaultCell cell, TopicWatch watch, Random random) {
        switch (cell.moment()) {
            case PENDED -> {}
            case COMPLETING -> watch.awaitAnswers(1);
            case COMMITTING -> {
                watch.awaitAnswers(1);
                LockSupport.parkNanos(random.nextLong(COMMIT_INTERVAL.toNanos()));
            }
        }
    }

    private static void hit(FaultCell cell, FedAgent agent) {
        ChildJvm victim = switch (cell.role()) {
            case WORKER -> cluster.worker();
            case AGENT -> agent.process();
            case CLASSIFY -> cluster.topology();
            case BROKER -> cluster.broker();
        };
        switch (cell.fault()) {
            case KILL -> {
                victim.kill();
                startAgain(cell.role(), agent);
            }
            case TERM -> {
                awaitServing(cell.role());
                int code = victim.terminate();
                // An agent that has not published everything does not end well.
                assertThat(code).as("exit code").isEqualTo(cell.role() == FaultCell.Role.AGENT ? 128 + 15 : 0);
                startAgain(cell.role(), agent);
            }
            case STOP -> stop(cell.role(), victim, agent);
        }
    }

    /** Whoever is hit again has to be up again: a JVM that has barely begun knows no orderly end. */
    private static void awaitServing(FaultCell.Role role) {
        switch (role) {
            case WORKER -> cluster.awaitWorking();
            case CLASSIFY -> cluster.awaitClassifying();
            case AGENT, BROKER -> {}
        }
    }

    private static void startAgain(FaultCell.Role role, FedAgent agent) {
        switch (role) {
            case WORKER -> cluster.workerAgain();
            case AGENT -> agent.start();
            case CLASSIFY -> cluster.classifyAgain();
            case BROKER -> cluster.brokerAgain();
        }
    }

    /** While the topology hangs, a second instance takes its work over: then the first wakes and must not do it again. */
    private static void stop(FaultCell.Role role, ChildJvm victim, FedAgent agent) {
        victim.freeze();
        agent.letOn();
        if (role == FaultCell.Role.CLASSIFY) {
            cluster.secondClassify();
        }
        Duration over = role == FaultCell.Role.WORKER || role == FaultCell.Role.AGENT ? LOCK : SESSION;
        LockSupport.parkNanos(over.plus(MARGIN).toNanos());
        if (role == FaultCell.Role.CLASSIFY) {
            cluster.awaitClassifying();
        }
        // Whoever is stopped cannot end: an agent that has was at its end before the signal came.
        if (isLeftToHit(role, agent)) {
            victim.thaw();
        }
    }

    private static void awaitAll(ClusterBook book, UndisturbedRun expected) {
        book.await(
                "a verdict for each of " + expected.verdicts().size() + " packets, and the end of each pend",
                PATIENCE,
                () -> {
                    cluster.supervise();
                    return book.verdicts().size() >= expected.verdicts().size()
                            && book.openPends().isEmpty();
                });
    }

    /** Every answer that there is has been dealt with, those that came twice among them. */
    private static void awaitCommitted() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = admin()) {
            while (!isCommitted(admin)) {
                assertThat(System.nanoTime())
                        .as("patience with what is left to commit")
                        .isLessThan(end);
                LockSupport.parkNanos(COMMIT_INTERVAL.toNanos());
            }
        }
    }

    private static boolean isCommitted(Admin admin) throws Exception {
        int partitions = admin.describeTopics(List.of(Topics.COMPLETIONS))
                .allTopicNames()
                .get()
                .get(Topics.COMPLETIONS)
                .partitions()
                .size();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                        ClassifyConfig.DEFAULT_APPLICATION_ID)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> latest =
                new TreeMap<>(java.util.Comparator.comparing(TopicPartition::partition));
        IntStream.range(0, partitions)
                .forEach(p -> latest.put(new TopicPartition(Topics.COMPLETIONS, p), OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .allMatch(last -> last.getValue().offset() == 0
                        || committed.get(last.getKey()) != null
                                && committed.get(last.getKey()).offset()
                                        >= last.getValue().offset());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}

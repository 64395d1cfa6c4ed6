// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.report.RunSummary.DiscardCount;
import io.penstock.cli.report.RunSummary.Fates;
import io.penstock.cli.report.RunSummary.FindingCount;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.direction.LocalAddresses;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Spread over containers, and whatever fails among them, Penstock says what it says on one machine (invariants I1 to I3).
 *
 * <p>In the build a few agents publish the sample capture without its downloads; with {@code -Dpenstock.system=long} there are twenty at once, and as many under faults, and they publish all
 * of it.
 * There is a schema registry, since the topology is rolled to a release whose records have later forms.
 */
@Isolated("its containers use every core by themselves")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersIT {
    private static final boolean LONG =
            System.getProperty("penstock.system", "").equals("long");
    private static final int AGENTS = Integer.getInteger("penstock.system.agents", LONG ? 20 : 2);
    /** That publish while each of the faults is on. */
    private static final int AGENTS_A_FAULT = LONG ? 5 : 1;
    /** That publish at once beside the one that does so as long as the topology is being rolled. */
    private static final int AGENTS_WHILE_ROLLED = LONG ? 5 : 0;

    private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 900 : 240);
    private static final Duration LOCK = Duration.ofSeconds(LONG ? 15 : 3);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    @TempDir
    private static Path directory;

    /** Whose agents have published. */
    private static final Set<String> HOSTS = new ConcurrentSkipListSet<>();

    private static CompletableFuture<CommandRun> onOneMachine;
    private static ContainerCluster cluster;
    private static UndisturbedRun undisturbed;
    private static String policyFile;
    private static Path capture;
    private static String next;
    private static ApicurioServer registry;

    private static long began = System.nanoTime();

    @BeforeAll
    static void startCluster() throws Exception {
        ContainerImage.require();
        registry = ApicurioServer.forContainers();
        registry.start();
        next = NextRelease.image(directory);
        capture = ContainerCluster.capture(directory);
        SampleTraffic.write(capture, LONG);
        // No packet's deadline is to pass while others' containers start on the same cores.
        String sample = Files.readString(Path.of(CommandRun.repository("samples/policy.yaml")));
        String policy = sample.replace("pend.timeout: 60s", "pend.timeout: 600s");
        assertThat(policy).isNotEqualTo(sample);
        policyFile = Files.writeString(directory.resolve("policy.yaml"), policy).toString();
        onOneMachine = CompletableFuture.supplyAsync(() -> CommandRun.of(
                "run", capture.toString(), "--local", ContainerCluster.LOCAL, "--policy", policyFile, "--json"));
        undisturbed = UndisturbedRun.of(
                PolicyFile.read(policyFile, InputStream.nullInputStream()).policy(),
                new RowOptions(Optional.of("one"), Optional.of(LocalAddresses.parse(ContainerCluster.LOCAL))),
                List.of(new CaptureSource.File(capture)),
                List.of());
        began = System.nanoTime();
        cluster = ContainerCluster.start(directory, policy, registry);
        try (Admin admin = Admin.create(cluster.clientOfHost())) {
            WorkerGroup.prepare(admin, RoleCluster.CALLOUT, CalloutDelivery.SHARED, LOCK);
        }
        cluster.startWorkers();
        note("cluster of 3 brokers, 2 instances of the topology and 3 workers serves");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
            note("all removed");
        }
        if (registry != null) {
            registry.stop();
        }
    }

    private static void note(String what) {
        System.out.printf(Locale.ROOT, "containers: %s (%.1f s)%n", what, (System.nanoTime() - began) / 1e9);
    }

    @Test
    @Order(1)
    void shouldGiveEachOfManyHostsTheTotalsOfARunOnOneMachine() throws Exception {
        JsonNode summary = new ObjectMapper().readTree(onOneMachine.join().out());
        assertThat(undisturbed.tally().fates().permit())
                .isEqualTo(summary.at("/verdicts/permit").asLong());
        assertThat(undisturbed.tally().fates().block())
                .isEqualTo(summary.at("/verdicts/block").asLong());
        assertThat(undisturbed.tally().pends().pended())
                .isEqualTo(summary.get("pended").asLong());

        Set<String> hosts = hosts("site", AGENTS);
        publish(hosts).join();
        note(AGENTS + " agents have published");
        assertBooks(hosts);
        note("books of " + hosts.size() + " hosts balance");
    }

    @Test
    @Order(2)
    void shouldChangeNothingWhenBrokerTopologyAndWorkerFailAndTheTopologyIsRolled() throws Exception {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        Set<String> hosts = new LinkedHashSet<>();
        Map<String, Runnable> faults = new LinkedHashMap<>();
        faults.put("killed", ContainersIT::killAnInstance);
        faults.put("stopped", () -> cluster.broker().terminate());
        faults.put("cut-off", ContainersIT::cutAWorkerOff);
        try (TopicWatch watch = new TopicWatch(cluster.clientOfHost(), ContainerCluster.CALLOUTS)) {
            for (Map.Entry<String, Runnable> fault : faults.entrySet()) {
                Set<String> under = hosts(fault.getKey(), AGENTS_A_FAULT);
                hosts.addAll(under);
                published.add(publish(under));
                watch.awaitPended(20);
                fault.getValue().run();
                note(fault.getKey());
                watch.awaitAnswers(20);
            }
        }
        // The one that was killed may have come while a broker went.
        boolean failedAgain = cluster.instance(0).failures() > 0;
        assertThat(cluster.failed()).hasSize(failedAgain ? 1 : 0);
        cluster.failed().forEach(ContainersIT::note);
        Set<String> rolling = hosts("rolled", AGENTS_WHILE_ROLLED);
        Set<String> steady = hosts("steady", 1);
        hosts.addAll(rolling);
        hosts.addAll(steady);
        PipedCapture load = PipedCapture.at(cluster.pipe(), capture);
        published.add(publish(rolling));
        published.add(publish(steady, ContainerCluster.PIPE));
        try (StrangersReader stranger = new StrangersReader(cluster.clientOfHost(), registry)) {
            Map<TopicPartition, Long> rolled = rollTheTopology(stranger);
            load.letRestCome();
            cluster.broker().startAgain();
            published.forEach(CompletableFuture::join);
            assertBooks(hosts);
            note("books of " + hosts.size() + " hosts balance");
            assertRecordsOfBothReleases(stranger, rolled);
        }
    }

    /** One instance after the other, both releases at work in between; gives where the verdicts ended when none of the earlier was left. */
    private static Map<TopicPartition, Long> rollTheTopology(StrangersReader stranger) {
        try (ReleaseWatch watch = new ReleaseWatch(cluster.clientOfHost(), stranger)) {
            watch.awaitVerdictsOf(LaterForms.THIS);
            cluster.roll(0, next);
            watch.awaitVerdictsOf(LaterForms.NEXT);
            watch.awaitVerdictsOf(LaterForms.THIS);
            note("both releases give verdicts");
            cluster.roll(1, next);
            Map<TopicPartition, Long> rolled = watch.ends();
            watch.awaitVerdictsOf(LaterForms.NEXT);
            note("rolled");
            return rolled;
        }
    }

    /** What the books were kept of, a reader of the earlier release has read, and its workers have answered, whichever release wrote it. */
    private static void assertRecordsOfBothReleases(StrangersReader stranger, Map<TopicPartition, Long> rolled) {
        List<ConsumerRecord<byte[], byte[]>> verdicts = stranger.records(Topics.VERDICTS);
        Map<String, Long> all = byRelease(stranger, verdicts.stream());
        Map<String, Long> asked = byRelease(stranger, stranger.records(Topics.pended(RoleCluster.CALLOUT)).stream());
        assertThat(all).containsOnlyKeys(LaterForms.THIS, LaterForms.NEXT);
        assertThat(asked).containsOnlyKeys(LaterForms.THIS, LaterForms.NEXT);
        assertThat(byRelease(
                        stranger,
                        verdicts.stream()
                                .filter(record -> record.offset()
                                        >= rolled.get(new TopicPartition(record.topic(), record.partition())))))
                .as("verdicts by release when all are rolled")
                .containsOnlyKeys(LaterForms.NEXT);
        note("records of verdicts by release: " + all + ", of pended packets: " + asked);
    }

    private static Map<String, Long> byRelease(
            StrangersReader stranger, Stream<ConsumerRecord<byte[], byte[]>> records) {
        return LaterForms.byRelease(records.map(stranger::value));
    }

    private static void killAnInstance() {
        cluster.instance(0).killNow();
        cluster.instance(0).startAgain();
    }

    private static void cutAWorkerOff() {
        cluster.cutOff(cluster.worker());
        LockSupport.parkNanos(LOCK.plus(MARGIN).toNanos());
        cluster.plugIn(cluster.worker());
    }

    /** Nothing came later: everything stands once, and still does when all have ended in order. */
    @Test
    @Order(3)
    void shouldLeaveOneFinalVerdictAndTheSameDiscardCounts() {
        assertThat(cluster.failed()).isEmpty();
        cluster.end();
        assertBooks(HOSTS);
        Map<String, Long> once = CountedDiscards.expected(undisturbed.tally().discards());
        Map<String, Map<String, Long>> expected = new TreeMap<>();
        HOSTS.forEach(host -> expected.put(host, once));
        assertThat(CountedDiscards.read(cluster.clientOfHost())).isEqualTo(expected);
        note("discard counts of " + HOSTS.size() + " hosts are those of an undisturbed run");
    }

    private static Set<String> hosts(String name, int number) {
        Set<String> hosts = new LinkedHashSet<>();
        IntStream.rangeClosed(1, number).forEach(n -> hosts.add(name + "-" + n));
        return hosts;
    }

    /** Starts an agent for each host, all at once; done when all have ended well. */
    private static CompletableFuture<Void> publish(Set<String> hosts) {
        return publish(hosts, ContainerCluster.CAPTURE);
    }

    private static CompletableFuture<Void> publish(Set<String> hosts, String capture) {
        List<RoleContainer> agents =
                hosts.stream().map(host -> cluster.agent(host, capture)).toList();
        return CompletableFuture.runAsync(() -> {
            try {
                RoleContainer.startAll(agents.stream());
                HOSTS.addAll(hosts);
            } catch (CompletionException failed) {
                failed.addSuppressed(new AssertionError(lastWords(agents)));
                throw failed;
            } finally {
                agents.forEach(RoleContainer::stop);
            }
        });
    }

    private static String lastWords(List<RoleContainer> agents) {
        return agents.stream()
                .filter(agent -> agent.getContainerId() != null)
                .map(RoleContainer::lastWords)
                .collect(Collectors.joining("\n"));
    }

    private static void assertBooks(Set<String> hosts) {
        int times = hosts.size();
        try (ClusterBook book = ClusterBook.fromTheStart(cluster.clientOfHost(), hosts, ContainerCluster.CALLOUTS)) {
            Map<String, String> verdicts = verdicts(hosts);
            book.await(
                    "a verdict for each of " + verdicts.size() + " packets, and the end of each pend",
                    PATIENCE,
                    () -> book.verdicts().size() >= verdicts.size()
                            && book.openPends().isEmpty());
            book.readToEnd(PATIENCE);
            assertThat(book.decidedTwice())
                    .as("packets with two final verdicts")
                    .isEmpty();
            assertThat(book.verdicts()).isEqualTo(verdicts);
            assertThat(book.tally().fates()).isEqualTo(times(undisturbed.tally().fates(), times));
            assertThat(book.tally().discards())
                    .containsExactlyInAnyOrderElementsOf(undisturbed.tally().discards().stream()
                            .map(one -> new DiscardCount(
                                    one.reason(), one.layer(), one.filter(), one.callout(), one.count() * times))
                            .toList());
            assertThat(book.tally().findings())
                    .containsExactlyInAnyOrderElementsOf(undisturbed.tally().findings().stream()
                            .map(one -> new FindingCount(one.callout(), one.key(), one.count() * times))
                            .toList());
            assertThat(book.tally().flows().count())
                    .as(() -> "flows; started more than once: " + book.flowsStartedAgain())
                    .isEqualTo(undisturbed.tally().flows().count() * times);
            assertThat(book.tally().pends().expired()).as("expired").isZero();
            assertThat(book.tally().pends().pended())
                    .isEqualTo(undisturbed.tally().pends().pended() * times);
            assertThat(book.tally().pends().completed())
                    .isEqualTo(book.tally().pends().pended());
        } catch (AssertionError broken) {
            broken.addSuppressed(new AssertionError(cluster.lastWords()));
            throw broken;
        }
    }

    private static Map<String, String> verdicts(Set<String> hosts) {
        Map<String, String> verdicts = new TreeMap<>();
        hosts.forEach(host -> undisturbed
                .verdicts()
                .forEach((packet, verdict) -> verdicts.put(host + packet.substring("one".length()), verdict)));
        return verdicts;
    }

    private static Fates times(Fates once, int times) {
        return new Fates(
                once.permit() * times,
                once.block() * times,
                once.absorb() * times,
                once.malformed() * times,
                once.uncertain() * times);
    }
}

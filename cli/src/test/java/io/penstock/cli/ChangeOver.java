// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.stream.ClassifyConfig;
import io.penstock.testsupport.ChildJvm;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;

/**
 * A cluster that knows no schema registry and is brought to one, role by role, while its agent publishes the sample capture part by part. Each step ends when a packet that was pended
 * after it has its verdict. One thread.
 */
final class ChangeOver implements AutoCloseable {
    private static final String HOST = "changing";
    private static final int PARTS = 9;
    private static final List<String> CALLOUTS = List.of(RoleCluster.CALLOUT);
    private static final Path OFFICE = Path.of(CommandRun.repository("samples/office.pcapng"));
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path directory;
    private final FaultCluster cluster;
    private final String settings;
    private final UndisturbedRun undisturbed;
    private final FedAgent agent;
    private final ClusterBook book;
    private final StrangersReader stranger;

    private ChangeOver(Path directory, FaultCluster cluster, ApicurioServer registry, UndisturbedRun undisturbed)
            throws Exception {
        this.directory = directory;
        this.cluster = cluster;
        this.undisturbed = undisturbed;
        settings = "schema.registry.url=" + registry.url() + "\n";
        Map<String, Object> client = Map.of("bootstrap.servers", cluster.bootstrapServers());
        book = ClusterBook.fromTheStart(registry.clients(client), Set.of(HOST), CALLOUTS);
        stranger = new StrangersReader(client, registry);
        agent = FedAgent.inParts(
                PARTS, cluster, Files.readAllBytes(OFFICE), "--capture", "-", "--host", HOST, "--incarnation", "1");
    }

    /** Starts the roles, without a registry, and the agent upon the first part. */
    static ChangeOver start(Path directory, ApicurioServer registry) throws Exception {
        String policy = patientPolicy(directory);
        FaultCluster cluster = FaultCluster.start(directory);
        try {
            cluster.classify(policy);
            cluster.addWorker(CALLOUTS);
            return new ChangeOver(directory, cluster, registry, undisturbed(policy));
        } catch (Exception | AssertionError failed) {
            cluster.close();
            throw failed;
        }
    }

    /** The sample policy; no packet's deadline is to pass while processes start on a machine that has others to run. */
    private static String patientPolicy(Path directory) throws Exception {
        String sample = Files.readString(Path.of(CommandRun.repository("samples/policy.yaml")));
        String policy = sample.replace("pend.timeout: 60s", "pend.timeout: 600s");
        assertThat(policy).isNotEqualTo(sample);
        return Files.writeString(directory.resolve("policy.yaml"), policy).toString();
    }

    private static UndisturbedRun undisturbed(String policy) throws Exception {
        return UndisturbedRun.of(
                PolicyFile.read(policy, InputStream.nullInputStream()).policy(),
                new RowOptions(Optional.of(HOST), Optional.empty()),
                List.of(CaptureSource.of(OFFICE.toString(), InputStream.nullInputStream())),
                List.of());
    }

    /** The first step, in which the topology is killed: all get the registry, and write as they did. */
    void readBothForms() throws Exception {
        awaitOneMore(0);
        cluster.clients(settings + "schema.registry.write=false\n");
        restartWorker();
        goOn();
        cluster.topology().kill();
        restartTopology();
        goOn();
        restartAgent();
        goOn();
        assertThat(stranger.recordsOfAll().values().stream().flatMap(List::stream))
                .as("records without a registry's id")
                .isNotEmpty()
                .noneMatch(record -> record.value()[0] == 0);
    }

    /** The second step: all write with the registry's ids. */
    void writeTheNewForm() throws Exception {
        cluster.clients(settings);
        restartWorker();
        goOn();
        assertThat(cluster.topology().terminate()).isZero();
        restartTopology();
        goOn();
        restartAgent();
        goOn();
        stranger.beginHere();
    }

    /** An instance of the topology that is of a later release takes some of the partitions, then a worker of that release the other's place. */
    void workBesideALaterRelease() throws Exception {
        cluster.release(LaterForms.compile(directory.resolve("next")));
        ChildJvm earlier = cluster.secondClassify();
        awaitPartitionsOfEach(2);
        // Whoever reads all of it finds what cannot be read.
        stranger.everything();
        stranger.beginHere();
        goOn();
        restartWorker();
        goOn();
        agent.awaitEnd(PATIENCE);
        awaitAll();
        assertThat(earlier.terminate()).isZero();
        cluster.stop();
    }

    /** Each packet has one verdict, that of an undisturbed run, and each pend was completed once; strangers read all that was written since the later release came, which it gives. */
    Map<String, List<GenericRecord>> audit() throws Exception {
        book.readToEnd(PATIENCE);
        undisturbed.assertIn(book);
        return stranger.everything();
    }

    private void restartWorker() {
        assertThat(cluster.worker().terminate()).isZero();
        cluster.workerAgain();
        cluster.awaitWorking();
    }

    private void restartTopology() {
        cluster.classifyAgain();
        cluster.awaitClassifying();
    }

    private void restartAgent() {
        agent.process().kill();
        agent.start();
    }

    /** The next part. */
    private void goOn() {
        book.readToEnd(PATIENCE);
        long pended = book.tally().pends().pended();
        agent.letOn();
        awaitOneMore(pended);
    }

    /** Where so many were pended before. */
    private void awaitOneMore(long pended) {
        await(
                "an answer to a packet that was pended since",
                () -> book.tally().pends().completed() > pended);
    }

    private void awaitAll() {
        await(
                "a verdict for each packet, and the end of each pend",
                () -> book.verdicts().size() >= undisturbed.verdicts().size()
                        && book.openPends().isEmpty());
    }

    private void await(String what, BooleanSupplier holds) {
        try {
            book.await(what, PATIENCE, holds);
        } catch (AssertionError late) {
            late.addSuppressed(
                    new AssertionError(cluster.lastWords() + "agent " + FaultCluster.lastWords(agent.process())));
            throw late;
        }
    }

    /** So many instances have partitions with packets to classify. */
    private void awaitPartitionsOfEach(int instances) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            while (instancesAtWork(admin) < instances) {
                assertThat(System.nanoTime()).as(cluster.lastWords()).isLessThan(end);
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    private static long instancesAtWork(Admin admin) throws Exception {
        String group = ClassifyConfig.DEFAULT_APPLICATION_ID;
        return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                .map(MemberDescription::assignment)
                .filter(assigned -> assigned.topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals("penstock.packets")))
                .count();
    }

    @Override
    public void close() {
        agent.close();
        stranger.close();
        book.close();
        cluster.close();
    }
}

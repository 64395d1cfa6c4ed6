// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.penstock.schemas.registry.RegistryProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/**
 * Penstock as a team runs it: three brokers, two instances of the topology, workers and agents, each a container of Penstock's image. Topology, workers and agents have networks of
 * their own and meet nobody but the brokers, who let in only whom they know (SASL, SCRAM-SHA-512). Close removes all of it. One thread.
 */
final class ContainerCluster implements AutoCloseable {
    static final List<String> CALLOUTS = List.of(RoleCluster.CALLOUT);
    /** The capture that somebody has put where {@link #capture} says, as agents find it. */
    static final String CAPTURE = RoleContainer.SECRETS + "/office.pcapng";
    /** A named pipe, where somebody has made it. */
    static final String PIPE = RoleContainer.SECRETS + "/packets";
    /** The sample's local addresses. They are given, since what is inferred from packets that come slowly is another thing. */
    static final String LOCAL = "10.20.0.10/32,fd20::10/128";

    private static final int BROKERS = 3;
    private static final int INSTANCES = 2;
    private static final int WORKERS = 3;
    private static final String PARTITIONS = "4";
    private static final int BROKER_MIB = 768;
    private static final int TOPOLOGY_MIB = 768;
    private static final int SMALL_MIB = 384;
    /** Many start on few cores and live for a minute or two: what the second compiler would give back it does not give in that time. */
    private static final String JVM =
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=60 -XX:InitialRAMPercentage=20"
                    + " -XX:+ExitOnOutOfMemoryError";

    private static final String REGISTRY_HOST = "registry";
    private static final String NODE = RoleContainer.SECRETS + "/node.properties";
    private static final String USERS = RoleContainer.SECRETS + "/users.properties";
    private static final String CLIENT = RoleContainer.SECRETS + "/client.properties";
    private static final String POLICY = RoleContainer.SECRETS + "/policy.yaml";
    private static final String PASSWORD = "known-to-everyone-who-reads-this-test";
    private static final List<String> USERS_OF_CLUSTER = List.of("host", "classify", "worker", "agent");
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String BOOTSTRAP = IntStream.rangeClosed(1, BROKERS)
            .mapToObj(n -> "kafka-" + n + ":9092")
            .collect(Collectors.joining(","));

    private final Network backbone = Network.newNetwork();
    private final Network topologies = Network.newNetwork();
    private final Network workshops = Network.newNetwork();
    private final Network sites = Network.newNetwork();
    private final List<Integer> ports;
    private final List<RoleContainer> brokers = new ArrayList<>();
    private final List<RoleContainer> instances = new ArrayList<>();
    private final List<RoleContainer> workers = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();
    private final Path directory;
    private final ApicurioServer registry;

    private ContainerCluster(Path directory, ApicurioServer registry) {
        this.directory = directory;
        this.registry = registry;
        ports = freePorts();
    }

    /**
     * Starts the brokers, then the topology with a policy put in force.
     *
     * @param directory where files to be mounted may be put
     * @param registry of schemas, started, reachable from containers
     */
    static ContainerCluster start(Path directory, String policy, ApicurioServer registry) {
        ContainerCluster cluster = new ContainerCluster(directory, registry);
        cluster.write("kafka", "node.properties", read("docker/kafka/node.properties"));
        cluster.write(
                "kafka",
                "users.properties",
                USERS_OF_CLUSTER.stream().map(user -> user + "=" + PASSWORD).collect(Collectors.joining("\n")));
        USERS_OF_CLUSTER.forEach(user -> cluster.write(user, "client.properties", cluster.properties(user)));
        cluster.write("classify", "policy.yaml", policy);
        try {
            cluster.startBrokers();
            cluster.startTopology();
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private static List<Integer> freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < BROKERS; i++) {
                sockets.add(new ServerSocket(0));
            }
            List<Integer> free =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private void startBrokers() {
        IntStream.rangeClosed(1, BROKERS).forEach(n -> brokers.add(broker(n)));
        RoleContainer.startAll(brokers.stream());
        for (int n = 1; n <= BROKERS; n++) {
            for (Network network : List.of(topologies, workshops, sites)) {
                join(brokers.get(n - 1), network, "kafka-" + n);
            }
        }
    }

    private RoleContainer broker(int node) {
        int port = ports.get(node - 1);
        String name = "kafka-" + node;
        List<String> command = new ArrayList<>(List.of("broker", "--config", NODE));
        command.addAll(List.of("--scram", USERS, "--cluster-id", "in-containers"));
        Stream.of(
                        "node.id=" + node,
                        "listeners=CLIENTS://:9092,CONTROLLER://:9093,BROKER://:9094,HOST://:" + port,
                        "advertised.listeners=CLIENTS://" + name + ":9092,BROKER://" + name + ":9094,HOST://localhost:"
                                + port,
                        "listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,HOST:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,"
                            + "BROKER:PLAINTEXT",
                        "sasl.enabled.mechanisms=SCRAM-SHA-512",
                        "listener.name.clients.scram-sha-512.sasl.jaas.config=" + LOGIN + ";",
                        "listener.name.host.scram-sha-512.sasl.jaas.config=" + LOGIN + ";",
                        // So that a lock may be outwaited.
                        "group.share.min.record.lock.duration.ms=1000")
                .forEach(setting -> command.addAll(List.of("--set", setting)));
        return RoleContainer.serving("serving as node", BROKER_MIB, command.toArray(String[]::new))
                .on(backbone, name)
                .withPortOfHost(port)
                .withJvm(JVM)
                .unasked()
                .reading(directory.resolve("kafka"));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(CommandRun.repository(file)));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The image's user is not the test's: the folder that is mounted has to be open to it. */
    private void write(String folder, String file, String text) {
        try {
            Path mounted = Files.createDirectories(directory.resolve(folder));
            Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path written = Files.writeString(mounted.resolve(file), text);
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void startTopology() {
        for (int i = 1; i <= INSTANCES; i++) {
            volumes.add("penstock-test-" + UUID.randomUUID());
        }
        // The first makes the topics and puts the policy in force.
        instances.add(instance(0, ContainerImage.NAME, "--policy", POLICY));
        instances.getFirst().start();
        for (int i = 1; i < INSTANCES; i++) {
            instances.add(instance(i, ContainerImage.NAME));
        }
        RoleContainer.startAll(instances.stream().skip(1));
    }

    private RoleContainer instance(int number, String image, String... options) {
        Stream<String> command = Stream.of(
                "classify",
                "--bootstrap",
                BOOTSTRAP,
                "--kafka-config",
                CLIENT,
                "--partitions",
                PARTITIONS,
                "--instance",
                "topology-" + number);
        return client(
                        "classify",
                        RoleContainer.serving(
                                "classifying",
                                TOPOLOGY_MIB,
                                Stream.concat(command, Stream.of(options)).toArray(String[]::new)),
                        topologies)
                .keepingDataIn(volumes.get(number))
                .from(image);
    }

    private RoleContainer client(String user, RoleContainer role, Network network) {
        return role.on(network, user)
                .reading(directory.resolve(user))
                .withJvm(JVM)
                .unasked()
                .withExtraHost(REGISTRY_HOST, "host-gateway");
    }

    private String properties(String user) {
        int port = URI.create(registry.url()).getPort();
        Stream<String> schemas = Stream.of(
                "schema.registry.url=http://" + REGISTRY_HOST + ":" + port,
                // It is asked while all else starts on the same cores.
                "schema.registry.timeout.ms=120000");
        return Stream.concat(login(user).stream(), schemas).collect(Collectors.joining("\n"));
    }

    private static List<String> login(String user) {
        return List.of(
                "security.protocol=SASL_PLAINTEXT",
                "sasl.mechanism=SCRAM-SHA-512",
                "sasl.jaas.config=" + LOGIN + " username=\"" + user + "\" password=\"" + PASSWORD + "\";");
    }

    /** Starts the workers, once their group is as the test wants it. */
    void startWorkers() {
        for (int i = 0; i < WORKERS; i++) {
            workers.add(client(
                    "worker",
                    RoleContainer.serving(
                            "working",
                            SMALL_MIB,
                            "worker",
                            "--bootstrap",
                            BOOTSTRAP,
                            "--kafka-config",
                            CLIENT,
                            "--callout",
                            RoleCluster.CALLOUT),
                    workshops));
        }
        RoleContainer.startAll(workers.stream());
    }

    /** An agent that publishes a capture, a file in its container, as a host's; the caller starts it. */
    RoleContainer agent(String host, String capture) {
        return client(
                "agent",
                RoleContainer.ending(
                        SMALL_MIB,
                        "agent",
                        "--bootstrap",
                        BOOTSTRAP,
                        "--kafka-config",
                        CLIENT,
                        "--capture",
                        capture,
                        "--local",
                        LOCAL,
                        "--host",
                        host),
                sites);
    }

    /**
     * Where agents find what they publish.
     *
     * @param directory as given to {@link #start}
     */
    static Path capture(Path directory) throws IOException {
        return Files.createDirectories(directory.resolve("agent")).resolve("office.pcapng");
    }

    /** What agents find at {@link #PIPE}. */
    Path pipe() {
        return directory.resolve("agent").resolve("packets");
    }

    /** What a client on the host connects with. */
    Map<String, Object> clientOfHost() {
        Map<String, String> client = new HashMap<>();
        client.put(
                "bootstrap.servers",
                ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(",")));
        login("host")
                .forEach(line ->
                        client.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        client.put("schema.registry.url", registry.url());
        return RegistryProperties.clients(client);
    }

    RoleContainer broker() {
        return brokers.getLast();
    }

    RoleContainer instance(int number) {
        return instances.get(number);
    }

    RoleContainer worker() {
        return workers.getFirst();
    }

    /** Cuts a worker off, as if its cable were pulled. */
    void cutOff(RoleContainer worker) {
        docker().disconnectFromNetworkCmd()
                .withContainerId(worker.getContainerId())
                .withNetworkId(workshops.getId())
                .exec();
    }

    /** Plugs it in again. */
    void plugIn(RoleContainer worker) {
        join(worker, workshops, "worker");
    }

    private static void join(RoleContainer container, Network network, String alias) {
        docker().connectToNetworkCmd()
                .withContainerId(container.getContainerId())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases(List.of(alias)))
                .exec();
    }

    /** Puts another image in the place of an instance of the topology, on the same data. */
    void roll(int number, String image) {
        RoleContainer before = instances.get(number);
        before.terminate();
        before.stop();
        instances.set(number, instance(number, image));
        instances.get(number).start();
    }

    /** Ends workers, then the topology in order, so that nothing more comes. */
    void end() {
        workers.parallelStream().forEach(RoleContainer::terminate);
        instances.parallelStream().forEach(RoleContainer::terminate);
    }

    /** Of all that serve, what those have said that have failed since somebody started them. */
    List<String> failed() {
        return Stream.of(brokers, instances, workers)
                .flatMap(List::stream)
                .filter(role -> role.failures() > 0)
                .map(RoleContainer::lastWords)
                .toList();
    }

    /** All that serve, for whom a test has failed. */
    String lastWords() {
        return Stream.of(brokers, instances, workers)
                .flatMap(List::stream)
                .map(RoleContainer::lastWords)
                .collect(Collectors.joining("\n"));
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    @Override
    public void close() {
        Stream.of(workers, instances, brokers).flatMap(List::stream).parallel().forEach(RoleContainer::stop);
        volumes.forEach(volume -> docker().removeVolumeCmd(volume).exec());
        Stream.of(backbone, topologies, workshops, sites).forEach(Network::close);
    }
}

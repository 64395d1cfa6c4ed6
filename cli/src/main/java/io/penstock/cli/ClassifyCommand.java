// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.discards.DiscardsEndpoint;
import io.penstock.cli.discards.InstanceAddress;
import io.penstock.cli.discards.InstanceClient;
import io.penstock.cli.discards.InstanceName;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.pipeline.CalloutRegistrar;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.RunOptions;
import io.penstock.cli.pipeline.TopicPreparation;
import io.penstock.cli.watch.Watch;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock classify}: one instance of the topology, until it is told to stop. */
@Command(
        name = "classify",
        description = {
            "Run one instance of the topology that classifies packets. Instances share the work.",
            "Makes the topics where there are none. Ends on SIGTERM or Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock classify --bootstrap 127.0.0.1:9092 --policy samples/policy.yaml"})
final class ClassifyCommand implements Callable<Integer> {
    private static final String ACTIVE_POLICY = "default";
    private static final long LOOK_MILLIS = 500;

    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "A policy to put in force, with all callouts that this command has (default: the cluster's).")
    private String policy;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topics (default: those that are there, or 12).")
    private Integer partitions;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where state is kept, one for each instance (default: ~/.local/state/penstock/INSTANCE).")
    private String stateDirectory;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "A lasting name: restarted under it, the instance takes its work up at once.")
    private String instance;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Stream threads (default: 1).")
    private int threads;

    @Option(
            names = "--standby-replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "Warm copies of each partition's state on other instances (default: 0).")
    private int standbyReplicas;

    @Mixin
    private HttpOption http;

    @Option(
            names = "--advertised",
            paramLabel = "HOST:PORT",
            description =
                    "Where other instances and penstock discards reach --http (default: where it listens; if at all"
                            + " addresses, this machine's).")
    private String advertised;

    ClassifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws PolicyErrors {
        Numbers.require("--threads", threads, 1, 64);
        Numbers.require("--standby-replicas", standbyReplicas, 0, 8);
        OptionalInt wanted = Numbers.partitions(partitions);
        KafkaClientSettings cluster = kafka.required();
        PolicyFile file = policy == null ? null : PolicyFile.read(policy, terminal.in());
        try (StopSignal stop = StopSignal.listen(true);
                Watch watch = http.open(terminal, "classify")) {
            cluster.check(terminal::say);
            int found = cluster.patiently(admin -> prepare(admin, cluster, wanted, file));
            serve(stop, watch, cluster, found);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    /** Sees to the topics and to the policy that was given; returns the partitions that there are. */
    private static int prepare(Admin admin, KafkaClientSettings cluster, OptionalInt wanted, PolicyFile file) {
        int found = TopicPreparation.prepare(admin, wanted, RunOptions.CLUSTER_PARTITIONS);
        if (file != null) {
            CalloutRegistrar.putInForce(
                    admin, cluster, Optional.of(file.activation(ACTIVE_POLICY)), CalloutCode.outOfBand());
        }
        return found;
    }

    private void serve(StopSignal stop, Watch watch, KafkaClientSettings cluster, int found)
            throws InterruptedException {
        Optional<String> address = watch.url().map(this::address);
        ClassifyConfig config = ClassifyConfig.builder(cluster.bootstrapServers(), stateDirectory())
                .threads(threads)
                .standbyReplicas(standbyReplicas)
                .clientProperties(clientProperties(cluster, address))
                .build();
        ClassifyMetrics metrics = watch.registry().map(ClassifyMetrics::in).orElse(ClassifyMetrics.NOOP);
        try (ClassifyService service = ClassifyService.open(config, CalloutCode.instances(), metrics);
                DiscardsEndpoint discards = new DiscardsEndpoint(service, address.orElse(""), found)) {
            watch.page(InstanceClient.PATH, discards::answer);
            service.start();
            watch.health()
                    .part(
                            "topology",
                            () -> service.failure().isDone() ? Optional.of("stopped") : Optional.empty(),
                            service::unready);
            watch.health().started();
            boolean told = false;
            while (!stop.await(LOOK_MILLIS)) {
                if (service.failure().isDone()) {
                    Throwable cause = service.failure().join();
                    throw CommandFailure.outside("the topology stopped: " + cause.getMessage(), cause);
                }
                if (!told && service.awaitRunning(java.time.Duration.ZERO)) {
                    terminal.out().println("classifying at " + cluster.bootstrapServers());
                    terminal.out().flush();
                    told = true;
                }
            }
        }
    }

    private Map<String, Object> clientProperties(KafkaClientSettings cluster, Optional<String> address) {
        Map<String, Object> properties = new HashMap<>(cluster.properties());
        if (instance != null) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        address.ifPresent(at -> {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, at);
            properties.put(
                    CommonClientConfigs.CLIENT_ID_CONFIG,
                    InstanceName.clientId(ClassifyConfig.DEFAULT_APPLICATION_ID, at));
        });
        return properties;
    }

    private String address(String url) {
        try {
            return advertised == null ? InstanceAddress.of(url) : InstanceAddress.parse(advertised);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailure.badInput("--advertised: " + wrong.getMessage());
        }
    }

    private Path stateDirectory() {
        try {
            if (stateDirectory != null) {
                return Path.of(stateDirectory);
            }
            String base = System.getenv("XDG_STATE_HOME");
            Path home = base == null || base.isBlank()
                    ? Path.of(System.getProperty("user.home"), ".local", "state")
                    : Path.of(base);
            return home.resolve("penstock").resolve(instance == null ? "classify" : instance);
        } catch (InvalidPathException impossible) {
            throw CommandFailure.badInput("--state-dir: " + impossible.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role runs under its {@code KafkaUser}, with its command line, on the manifests' topics: nothing is denied, and nothing was granted that nobody uses. */
class UsersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GARBAGE = "no record of ours";
    /** What a sample run has no occasion for: packets to be sent by agents, and ends of policy sessions. */
    private static final Set<String> FOR_LATER = Set.of(
            "penstock-classify WRITE TOPIC penstock.injections", "penstock-classify WRITE TOPIC penstock.leases");

    @TempDir
    private Path directory;

    private final List<KafkaUser> users =
            Manifests.base("users.yaml").stream().map(KafkaUser.class::cast).toList();
    private final List<Grant> grants =
            users.stream().flatMap(user -> Grant.of(user).stream()).toList();
    private SecuredBroker broker;

    @Test
    void shouldLetEveryRoleDoWhatItDoesAndNothingElse() throws Exception {
        RecordingAuthorizer.forget();
        try (SecuredBroker started =
                SecuredBroker.start(directory, users.stream().map(Overlay::name).toList())) {
            broker = started;
            prepare();
            try (Role classify = Role.start(arguments("classify.yaml"))) {
                assertDone(arguments("policy.yaml"));
                assertDone(command("penstock-policy", "callouts", "register", "penstock-flow-signature"));
                classify.await("classifying at ");
                try (Role worker = Role.start(arguments("worker.yaml")).await("working for ")) {
                    assertThat(assertDone(arguments("agent.yaml"))).contains(" 0 dropped");
                    sendGarbage();
                    lookUntilAllIsUsed();
                    assertThat(classify.said() + worker.said()).doesNotContain("denied", "not authorized");
                }
            }
            assertThat(RecordingAuthorizer.denied()).isEmpty();
            assertRefused("penstock-agent", "discards", "penstock.");
            assertRefused("penstock-discards", "top", "penstock.policy");
        }
    }

    /** Topics as the topic operator makes them, rights as the user operator grants them. */
    private void prepare() throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            admin.createTopics(Manifests.base("topics.yaml").stream()
                            .map(KafkaTopic.class::cast)
                            .map(UsersIT::topic)
                            .toList())
                    .all()
                    .get();
            admin.createAcls(grants.stream().map(Grant::binding).toList()).all().get();
        }
    }

    private static NewTopic topic(KafkaTopic topic) {
        Map<String, String> config = topic.getSpec().getConfig().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
        // Rights do not hang on the number of partitions, and two are made sooner than twelve.
        int partitions = Math.min(2, topic.getSpec().getPartitions());
        return new NewTopic(Overlay.name(topic), Optional.of(partitions), Optional.empty()).configs(config);
    }

    /** The command line of a file's first pod, with what Kubernetes would put in or mount. */
    private List<String> arguments(String file) throws IOException {
        PodTemplateSpec pod = Manifests.base(file).stream()
                .map(UsersIT::template)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
        String user = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("kafka-user"))
                .map(Volume::getSecret)
                .findFirst()
                .orElseThrow()
                .getSecretName();
        String etc = broker.mount(user).toString();
        String http = "127.0.0.1:" + SecuredBroker.freePorts(1).getFirst();
        return pod.getSpec().getContainers().getLast().getArgs().stream()
                .map(argument -> argument.replaceFirst("(--http|--advertised)=.*", "$1=" + http)
                        .replace("$(BOOTSTRAP)", broker.bootstrap())
                        .replaceAll("\\$\\((POD|NODE)_NAME\\)", "one")
                        .replace("$(STREAM_THREADS)", "1")
                        .replace("$(STANDBY_REPLICAS)", "0")
                        .replace(
                                "/etc/penstock/policy",
                                Manifests.repository("samples").toString())
                        .replace(
                                "/capture/packets",
                                Manifests.repository("samples/office.pcapng").toString())
                        .replace("/etc/penstock", etc)
                        .replace("/var/lib/penstock", directory.resolve("lib").toString()))
                .toList();
    }

    private static Optional<PodTemplateSpec> template(Object object) {
        return Optional.ofNullable(
                switch (object) {
                    case StatefulSet set -> set.getSpec().getTemplate();
                    case Deployment deployment -> deployment.getSpec().getTemplate();
                    case DaemonSet set -> set.getSpec().getTemplate();
                    case Job job -> job.getSpec().getTemplate();
                    default -> null;
                });
    }

    private List<String> command(String user, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(words));
        command.add("--bootstrap=" + broker.bootstrap());
        command.add("--kafka-config=" + broker.mount(user).resolve("kafka/client.properties"));
        return command;
    }

    private static String assertDone(List<String> arguments) throws InterruptedException {
        Role role = Role.start(arguments);
        assertThat(role.awaitEnd()).as(role.said()).isZero();
        return role.said();
    }

    /** What no worker and no instance can read goes to the dead letters. */
    private void sendGarbage() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.superuser(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String topic : List.of("penstock.pended.penstock-signature", "penstock.completions")) {
                producer.send(new ProducerRecord<>(
                        topic, 0, null, GARBAGE.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
    }

    private void lookUntilAllIsUsed() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Set<String> unused;
        String said;
        do {
            assertThat(RecordingAuthorizer.denied()).as("denied").isEmpty();
            Role top = Role.start(command("penstock-console", "top"));
            said = assertDone(command("penstock-discards", "discards", "--by=reason"));
            assertThat(top.awaitEnd()).as(top.said()).isZero();
            assertThat(top.out()).contains("penstock.packets");
            unused = unused();
        } while ((!unused.isEmpty() || said.contains("read committed")) && System.nanoTime() < end);
        assertThat(unused).as("granted in vain").isEmpty();
        assertThat(said).contains("counts are from the stores of all instances").doesNotContain("read committed");
    }

    private Set<String> unused() {
        Set<RecordingAuthorizer.Request> allowed = RecordingAuthorizer.allowed();
        return grants.stream()
                .filter(grant -> allowed.stream().noneMatch(grant::covers))
                .map(Grant::toString)
                .filter(grant -> !FOR_LATER.contains(grant))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void assertRefused(String user, String what, String topic) throws IOException, InterruptedException {
        Role role = Role.start(command(user, what));
        assertThat(role.awaitEnd()).as(role.said()).isEqualTo(3);
        assertThat(RecordingAuthorizer.denied())
                .anyMatch(request -> request.startsWith(user) && request.contains(topic));
    }
}
